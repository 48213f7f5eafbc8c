using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Snapshots.Seals;

/// <summary>A file that goes away when it is closed, with the SHA-256 of what was written: a manifest may have millions of lines.</summary>
internal sealed class HashedFile : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly FileStream file;

    private HashedFile(FileStream file, byte[] hash) => (this.file, Hash) = (file, hash);

    public byte[] Hash { get; }

    public string Hex => Convert.ToHexStringLower(Hash);

    /// <param name="write">Writes everything to the stream it is given.</param>
    public static async Task<HashedFile> WriteAsync(Func<Stream, Task> write, CancellationToken cancel)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"plumbline-seal-{Guid.NewGuid():n}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            using var sha = SHA256.Create();
            await using (var hashing = new CryptoStream(file, sha, CryptoStreamMode.Write, leaveOpen: true))
            {
                await write(hashing);
                await hashing.FlushFinalBlockAsync(cancel);
            }

            await file.FlushAsync(cancel);
            return new HashedFile(file, sha.Hash!);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The bytes from the start; one reader at a time.</summary>
    public Stream Rewind()
    {
        file.Position = 0;
        return file;
    }

    public StreamReader ReadText() => new(Rewind(), Encoding.UTF8, detectEncodingFromByteOrderMarks: false, BufferSize, leaveOpen: true);

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
