namespace Plumbline.Tests.Telemetry;

/// <summary>A point of a metric as a collector receives it; of a histogram its count.</summary>
internal sealed record SentPoint(string Metric, string Unit, IReadOnlyDictionary<string, string> Attributes, double Value);
