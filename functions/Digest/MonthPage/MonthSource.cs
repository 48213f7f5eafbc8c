namespace Plumbline.Digest;

/// <summary>Where a part of the leads came from, written out.</summary>
/// <param name="Share">Of all leads of the month.</param>
/// <param name="WidthInPercent">Of its bar, as CSS writes it.</param>
public sealed record MonthSource(string Name, string Leads, string Share, string WidthInPercent);
