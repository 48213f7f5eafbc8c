using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots.Seals;

/// <summary>
/// Holds three things of one month against each other: its row in frozen.seals, the copy of its manifest, and the manifest that the database's rows
/// come to now. The copy is believed: the oldest of a month is the one made when it closed.
/// </summary>
internal sealed class MonthVerification(TenantSession session, Tenant tenant, SealCopies copies)
{
    /// <param name="seal">Null when there are copies alone.</param>
    /// <param name="found">The month's copies, oldest first.</param>
    /// <param name="failures">What is known to be wrong already; more is added.</param>
    /// <returns>How many rows the seal covers now; null where that cannot be told.</returns>
    public async Task<long?> RunAsync(SealRow? seal, IReadOnlyList<SealCopy> found, SealFailures failures, CancellationToken cancel)
    {
        TellOfSeal(seal, found, failures);
        await using var copy = found.Count > 0 ? await copies.DownloadAsync(found[0], cancel) : null;
        var header = copy is not null ? ReadHeader(copy, found[0], failures) : null;
        if (header is null && seal?.HeaderFor(tenant) is null)
        {
            failures.Tell(SealFailures.Edited, "The points it was sealed between are gone, and no copy tells them.", SealFailures.Months);
            return null;
        }

        await using var now = await ManifestWriter.WriteAsync(session, Merge(seal?.HeaderFor(tenant), header), cancel);
        if (copy is not null && header is not null)
        {
            if (now.Name != copy.Hex)
            {
                ManifestComparison.Compare(copy, now.File, failures);
            }
            else if (seal is not null && seal.RowCount != now.RowCount)
            {
                failures.Add(SealFailures.Edited, SealFailures.Seals, seal.Seq);
            }
        }
        else if (now.Name != seal!.Seal)
        {
            failures.Tell(SealFailures.Edited, "The rows do not come to its seal. Which of them is wrong cannot be told without its copy.");
        }

        await BodyCheck.RunAsync(session, tenant.Id, now.Header.After, now.Header.Until, failures, cancel);
        return now.RowCount;
    }

    private static void TellOfSeal(SealRow? seal, IReadOnlyList<SealCopy> found, SealFailures failures)
    {
        if (seal is null)
        {
            failures.Tell("seal-missing", "It was sealed, as the copy says, and frozen.seals has no row of it.", SealFailures.Seals);
        }
        else if (found.Count == 0)
        {
            failures.Tell("copy-missing", $"The copy of its manifest is gone: there is no blob in {SealCopies.ContainerName} of seal {seal.Seal}.");
        }
        else if (found[0].Seal != seal.Seal)
        {
            failures.Tell(
                "seal-edited", $"frozen.seals has another seal than it closed with: seq {seal.Seq} says {seal.Seal}, the copy {found[0].Seal}.", SealFailures.Seals, seal.Seq);
        }

        if (found.Count > 1)
        {
            failures.Tell("copy-extra", $"Beside the copy it closed with lie others, made later: {string.Join(", ", found.Skip(1).Select(copy => copy.Blob))}.");
        }
    }

    private static SealHeader? ReadHeader(HashedFile copy, SealCopy named, SealFailures failures)
    {
        try
        {
            if (copy.Hex == named.Seal)
            {
                return ManifestComparison.ReadHeader(copy);
            }
        }
        catch (FormatException)
        {
            // Told below.
        }

        failures.Tell("copy-damaged", $"The copy is not what its name says: {SealCopies.ContainerName}/{named.Blob}.");
        return null;
    }

    // What the database says of the seal, between the points that the copy tells: were these edited too, every row would seem to be.
    private static SealHeader Merge(SealHeader? now, SealHeader? copied) =>
        now is null ? copied!
        : copied is null ? now
        : now with { After = copied.After, Until = copied.Until, Month = copied.Month, Revision = copied.Revision };
}
