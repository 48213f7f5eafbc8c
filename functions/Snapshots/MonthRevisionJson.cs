namespace Plumbline.Snapshots;

/// <summary>One revision of a closed month, without its figures.</summary>
/// <param name="Reason">Why it exists.</param>
/// <param name="Status">final or provisional.</param>
public sealed record MonthRevisionJson(int Revision, DateTimeOffset FrozenAt, string FrozenBy, string Reason, string Status)
{
    public static MonthRevisionJson Of(FrozenMonth month) => new(month.Revision, month.FrozenAt, month.FrozenBy, month.Reason, month.Status);
}
