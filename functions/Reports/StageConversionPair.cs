namespace Plumbline.Reports;

/// <summary>A pair of stages, by the CRM's ids, with their names when the report was run.</summary>
public sealed record StageConversionPair(string From, string FromName, string To, string ToName);
