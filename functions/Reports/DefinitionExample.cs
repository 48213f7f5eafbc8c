namespace Plumbline.Reports;

/// <summary>A situation in words, and what numerator and denominator are in it; money in minor units of US dollars.</summary>
public sealed record DefinitionExample(string Words, decimal Numerator, decimal? Denominator);
