namespace Plumbline.Snapshots.Seals;

/// <summary>A revision of a closed month, held against its seal.</summary>
/// <param name="Status">verified, failed, or unsealed: closed before the tenant's months were sealed.</param>
/// <param name="Rows">How many rows its seal covers now.</param>
/// <param name="Seal">SHA-256 in hexadecimal, as frozen.seals has it.</param>
/// <param name="Failures">What does not verify; empty when all does.</param>
public sealed record SealedMonth(string Month, int Revision, string Status, long? Rows, string? Seal, IReadOnlyList<SealFailure> Failures)
{
    internal const string Verified = "verified";
    internal const string Failed = "failed";
    internal const string Unsealed = "unsealed";
}
