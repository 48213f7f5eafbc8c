using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Plumbline.Platform;
using Plumbline.Snapshots;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>Keeps every digest as blobs: <c>digests/{tenant}/{yyyy-MM}/r{revision}.html</c>, .txt and .json.</summary>
public sealed class DigestArchive(Storage storage)
{
    public const string ContainerName = "digests";

    private static readonly JsonSerializerOptions Indented = new(JsonResponse.Options) { WriteIndented = true };

    public async Task SaveAsync(Tenant tenant, FrozenMonth month, string html, string text, CancellationToken cancel)
    {
        var container = storage.Container(ContainerName);
        await container.CreateIfNotExistsAsync(cancellationToken: cancel);
        var name = $"{tenant.Slug}/{month.Month}/r{month.Revision}";
        await UploadAsync(container, $"{name}.html", "text/html; charset=utf-8", html, cancel);
        await UploadAsync(container, $"{name}.txt", "text/plain; charset=utf-8", text, cancel);
        await UploadAsync(container, $"{name}.json", "application/json", ToJson(tenant, month), cancel);
    }

    /// <summary>The month as the API shows it, and what the digest told of earlier ones.</summary>
    public static string ToJson(Tenant tenant, FrozenMonth month) => JsonSerializer.Serialize(FrozenMonthJson.Of(month, tenant), Indented);

    private static Task UploadAsync(BlobContainerClient container, string name, string contentType, string content, CancellationToken cancel) =>
        container.GetBlobClient(name).UploadAsync(
            BinaryData.FromString(content),
            new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType } },
            cancel);
}
