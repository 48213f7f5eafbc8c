namespace Plumbline.Digest;

/// <param name="Trend">Null when no month has a value.</param>
public sealed record MonthHeadline(DigestRow Row, TrendChart? Trend);
