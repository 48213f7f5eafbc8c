namespace Plumbline.Snapshots.Seals;

/// <summary>A row as a manifest lists it.</summary>
/// <param name="Part">0: between the pins; 1: the closed month's own.</param>
/// <param name="Digest">SHA-256 of all its columns, in hexadecimal.</param>
internal sealed record ManifestRow(int Part, string Table, long Seq, string Digest)
{
    /// <summary>In the order of the manifest, whatever the digests are.</summary>
    public static int Compare(ManifestRow left, ManifestRow right) =>
        left.Part != right.Part ? left.Part.CompareTo(right.Part)
        : string.CompareOrdinal(left.Table, right.Table) is not 0 and var order ? order
        : left.Seq.CompareTo(right.Seq);
}
