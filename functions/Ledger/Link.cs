using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Ledger;

/// <summary>What belongs together, as it was said once; of several sayings the latest holds.</summary>
/// <param name="Kind">customer_client, customer_email or charge_email.</param>
/// <param name="FromId">The customer's or charge's id.</param>
/// <param name="ToId">The client's id, or the keyed hash of an address in hex.</param>
public sealed record Link(string Kind, string FromId, string ToId)
{
    public const string CustomerClient = "customer_client";

    public const string CustomerEmail = "customer_email";

    public const string ChargeEmail = "charge_email";

    private const int LongestKey = 500;

    /// <param name="eventKey">The delivery that says it.</param>
    public string SourceKey(string eventKey) => $"{eventKey}:{Kind}:{FromId}:{ToId}" is { Length: > LongestKey } tooLong
        // Told apart by their hash, where ids are too long for a key.
        ? $"{Kind}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tooLong)))}"
        : $"{eventKey}:{Kind}:{FromId}:{ToId}";
}
