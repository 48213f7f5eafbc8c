namespace Plumbline.Snapshots.Seals;

/// <summary>Two manifests of the same month, merged line by line: both are sorted, and neither fits into memory.</summary>
internal static class ManifestComparison
{
    /// <param name="sealed">As it was.</param>
    /// <param name="now">As the database has it now.</param>
    /// <exception cref="FormatException">One of them is no manifest.</exception>
    public static void Compare(HashedFile @sealed, HashedFile now, SealFailures failures)
    {
        using var before = new ManifestReader(@sealed);
        using var after = new ManifestReader(now);
        var (was, @is) = (before.Next(), after.Next());
        while (was is not null || @is is not null)
        {
            var order = was is null ? 1 : @is is null ? -1 : ManifestRow.Compare(was, @is);
            if (order < 0)
            {
                failures.Add(SealFailures.Missing, was!.Table, was.Seq);
            }
            else if (order > 0)
            {
                failures.Add(SealFailures.Inserted, @is!.Table, @is.Seq);
            }
            else if (was!.Digest != @is!.Digest)
            {
                failures.Add(SealFailures.Edited, was.Table, was.Seq);
            }

            was = order <= 0 ? before.Next() : was;
            @is = order >= 0 ? after.Next() : @is;
        }

        var lines = before.HeaderLines.Except(after.HeaderLines, StringComparer.Ordinal).Select(line => line.Split(' ')[0]).ToList();
        if (lines.Count > 0 && !failures.Any)
        {
            failures.Tell("seal-edited", $"What the seal says of itself is not as it was sealed: {string.Join(", ", lines)}.", SealFailures.Seals);
        }
    }

    /// <exception cref="FormatException">It is no manifest.</exception>
    public static SealHeader ReadHeader(HashedFile manifest)
    {
        using var reader = new ManifestReader(manifest);
        return SealHeader.Read(reader.HeaderLines);
    }
}
