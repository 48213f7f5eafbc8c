namespace Plumbline.Reports;

/// <summary>How long after entering the first stage a deal may enter the second and still count.</summary>
/// <param name="Days">Of 24 hours; null for no limit.</param>
public sealed record StageConversionWindow(int? Days)
{
    public const int Longest = 3650;
}
