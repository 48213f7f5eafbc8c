namespace Plumbline.Reports;

/// <summary>What a KPI means, as the version of its definition that holds says.</summary>
/// <param name="Denominator">Empty for a plain sum.</param>
/// <param name="Exclusions">What is left out, in plain English.</param>
/// <param name="FactOwner">The source that is believed about it.</param>
/// <param name="Files">The view files that compute it.</param>
public sealed record Definition(
    string Kpi,
    int Version,
    string Label,
    string Unit,
    string GoodDirection,
    string Department,
    IReadOnlyList<DefinitionTerm> Numerator,
    IReadOnlyList<DefinitionTerm> Denominator,
    string Rule,
    string? Exclusions,
    string? FactOwner,
    DefinitionExample? Example,
    IReadOnlyList<string> Files);
