using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Plumbline.Local;

/// <summary>Whose months were ever sealed, as the container <c>seals</c> tells it: the database may have lost a whole tenant.</summary>
internal sealed class SealedTenants(string storageConnectionString)
{
    private readonly BlobContainerClient container = new(storageConnectionString, "seals");

    /// <summary>Slugs, in order.</summary>
    /// <exception cref="LocalStartException">Storage does not answer.</exception>
    public Task<List<string>> ListAsync(CancellationToken cancel) => ReadAsync(
        async slugs =>
        {
            await foreach (var item in container.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", prefix: null, cancel))
            {
                if (item.IsPrefix) slugs.Add(item.Prefix.TrimEnd('/'));
            }
        });

    /// <summary>Months and revisions that there is a copy of, such as "2026-03 r1".</summary>
    /// <exception cref="LocalStartException">Storage does not answer.</exception>
    public Task<List<string>> ListMonthsAsync(string slug, CancellationToken cancel) => ReadAsync(
        async months =>
        {
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{slug}/", cancel))
            {
                if (blob.Name.Split('/') is [_, var month, var revision, _]) months.Add($"{month} {revision}");
            }
        });

    private static async Task<List<string>> ReadAsync(Func<List<string>, Task> read)
    {
        var names = new List<string>();
        try
        {
            await read(names);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            // No month was ever sealed here.
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            throw new LocalStartException("The copies of the seals cannot be read: storage does not answer.");
        }

        return [.. names.Distinct().Order(StringComparer.Ordinal)];
    }
}
