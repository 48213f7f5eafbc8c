using Plumbline.Tenants;

namespace Plumbline.Snapshots.Seals;

/// <summary>A manifest as it lies in the container.</summary>
/// <param name="Seal">The seal it is named by, in hexadecimal.</param>
internal sealed record SealCopy(string Blob, Month Month, int Revision, string Seal, DateTimeOffset CreatedAt);
