namespace Plumbline.Reports;

/// <summary>What a numerator or denominator adds up: a measure, or <c>measure@start</c>, a stock where the period begins.</summary>
public sealed record DefinitionTerm(string Term, string Meaning, string Aggregation, bool IsMoney);
