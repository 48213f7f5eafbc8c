using Azure;
using Azure.Identity;
using Plumbline.Digest;
using Plumbline.Platform;

namespace Plumbline.Health;

/// <summary>Whether the storage account answers for the digests' container and queue. Missing ones are made when they are needed.</summary>
public sealed class StorageCheck(Storage storage)
{
    public async Task<string?> AnswersAsync(CancellationToken cancel)
    {
        await Task.WhenAll(
            storage.Container(DigestArchive.ContainerName).ExistsAsync(cancel),
            storage.Queue(DigestOutbox.Queue).ExistsAsync(cancel));
        return null;
    }

    public static string Explain(Exception e) => e switch
    {
        RequestFailedException { Status: 401 or 403 } or AuthenticationFailedException => "The storage account refuses the app.",
        RequestFailedException or AggregateException => "The storage account cannot be reached.",
        InvalidOperationException => "The storage account is not set: AzureWebJobsStorage.",
        _ => "The check itself failed; the log says why.",
    };
}
