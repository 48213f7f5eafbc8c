using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Plumbline.Platform;

/// <summary>
/// Blob and queue clients of the app's storage account: <c>AzureWebJobsStorage</c> as a connection string, or its identity settings.
/// Blobs lie in an account of their own where <c>Archive:BlobServiceUri</c> names it: there the app's identity may write blobs,
/// and not undo the policy that keeps them.
/// </summary>
public sealed class Storage(IConfiguration configuration, TokenCredential credential)
{
    private readonly string? connectionString = configuration["AzureWebJobsStorage"];

    private readonly string? archive = configuration["Archive:BlobServiceUri"];

    public BlobContainerClient Container(string name) => archive is { Length: > 0 }
        ? new BlobContainerClient(new Uri($"{archive.TrimEnd('/')}/{name}"), credential)
        : connectionString is { Length: > 0 } ? new BlobContainerClient(connectionString, name)
        : new BlobContainerClient(new Uri($"{Endpoint("blob")}/{name}"), credential);

    /// <summary>Messages are Base64 on both sides, as the queue trigger expects.</summary>
    public QueueClient Queue(string name)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        return connectionString is { Length: > 0 }
            ? new QueueClient(connectionString, name, options)
            : new QueueClient(new Uri($"{Endpoint("queue")}/{name}"), credential, options);
    }

    private string Endpoint(string service) =>
        configuration[$"AzureWebJobsStorage:{service}ServiceUri"]?.TrimEnd('/')
        ?? (configuration["AzureWebJobsStorage:accountName"] is { Length: > 0 } account
            ? $"https://{account}.{service}.core.windows.net"
            : throw new InvalidOperationException("Set AzureWebJobsStorage to a connection string, or AzureWebJobsStorage__accountName."));
}
