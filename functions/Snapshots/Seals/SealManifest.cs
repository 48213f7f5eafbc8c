using Plumbline.Tenants;

namespace Plumbline.Snapshots.Seals;

/// <summary>The list that a seal is the SHA-256 of: the digest of every row that came since the seal before, and of the closed month's own.</summary>
public sealed class SealManifest : IAsyncDisposable
{
    private readonly HashedFile file;

    internal SealManifest(HashedFile file, SealHeader header, long rowCount) => (this.file, Header, RowCount) = (file, header, rowCount);

    public Month Month => Header.Month;

    public int Revision => Header.Revision;

    public long RowCount { get; }

    /// <summary>The seal: SHA-256 of the manifest's bytes.</summary>
    public byte[] Seal => file.Hash;

    /// <summary>The seal in hexadecimal, by which the copy is named.</summary>
    public string Name => file.Hex;

    internal SealHeader Header { get; }

    internal HashedFile File => file;

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
