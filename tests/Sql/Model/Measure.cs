namespace Plumbline.Tests.Sql.Model;

/// <summary>Something that is counted, and how a period adds it up.</summary>
internal sealed record Measure(string Name, Adding Adding = Adding.Sum, bool IsMoney = false);
