using System.Globalization;
using System.Text.RegularExpressions;
using Azure;
using Azure.Storage.Blobs.Models;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots.Seals;

/// <summary>
/// The manifests as blobs, <c>seals/{tenant}/{yyyy-MM}/r{revision}/{seal}.txt</c>: written once and never over. Whoever can change the database
/// cannot change these where the container has an immutability policy.
/// </summary>
public sealed partial class SealCopies(Storage storage)
{
    public const string ContainerName = "seals";

    /// <summary>Writes it, unless it is there.</summary>
    /// <exception cref="RequestFailedException">It is not there, and could not be written.</exception>
    internal async Task UploadAsync(Tenant tenant, SealManifest manifest, CancellationToken cancel)
    {
        var container = storage.Container(ContainerName);
        await container.CreateIfNotExistsAsync(cancellationToken: cancel);
        var name = string.Create(CultureInfo.InvariantCulture, $"{tenant.Slug}/{manifest.Month}/r{manifest.Revision}/{manifest.Name}.txt");
        var blob = container.GetBlobClient(name);
        try
        {
            await blob.UploadAsync(
                manifest.File.Rewind(),
                new BlobUploadOptions
                {
                    HttpHeaders = new BlobHttpHeaders { ContentType = "text/plain; charset=utf-8" },
                    Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                },
                cancel);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            if (!await IsThereAsync(e.ErrorCode, async () => await blob.ExistsAsync(cancel)))
            {
                throw;
            }
        }
    }

    /// <summary>Whether a refusal to write says that somebody copied it before us: leases and containers being deleted are refused alike.</summary>
    internal static async Task<bool> IsThereAsync(string? errorCode, Func<Task<bool>> exists) =>
        errorCode is "BlobAlreadyExists" or "ConditionNotMet" || (errorCode is "BlobImmutableDueToPolicy" && await exists());

    /// <summary>All copies of a tenant, or those of one month; of a month and revision the oldest first.</summary>
    internal async Task<IReadOnlyList<SealCopy>> ListAsync(Tenant tenant, Month? month, CancellationToken cancel)
    {
        var copies = new List<SealCopy>();
        try
        {
            var prefix = month is null ? $"{tenant.Slug}/" : $"{tenant.Slug}/{month}/";
            await foreach (var blob in storage.Container(ContainerName).GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancel))
            {
                if (Name().Match(blob.Name) is { Success: true } name && Month.TryParse(name.Groups["month"].Value, out var named)
                    && int.TryParse(name.Groups["revision"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
                {
                    copies.Add(new SealCopy(blob.Name, named, revision, name.Groups["seal"].Value, blob.Properties.CreatedOn ?? DateTimeOffset.MaxValue));
                }
            }
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            // No month was ever sealed here.
        }

        return [.. copies.OrderBy(copy => copy.Month).ThenBy(copy => copy.Revision).ThenBy(copy => copy.CreatedAt)];
    }

    internal async Task<HashedFile> DownloadAsync(SealCopy copy, CancellationToken cancel)
    {
        var answer = await storage.Container(ContainerName).GetBlobClient(copy.Blob).DownloadStreamingAsync(cancellationToken: cancel);
        await using var content = answer.Value.Content;
        return await HashedFile.WriteAsync(stream => content.CopyToAsync(stream, cancel), cancel);
    }

    [GeneratedRegex(@"^[^/]+/(?<month>[0-9]{4}-[0-9]{2})/r(?<revision>[0-9]+)/(?<seal>[0-9a-f]{64})\.txt\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
