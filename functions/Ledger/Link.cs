using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Ledger;

/// <summary>What belongs together, as it was said once; of several sayings the latest holds.</summary>
/// <param name="Kind">One of the constants here.</param>
/// <param name="FromId">The id on the one side: a customer's, a charge's, a payment intent's or a subscription's, or the key of a movement.</param>
/// <param name="ToId">The id on the other: the client's, the subscription's, the balance transaction's, the keyed hash of an address in hex, or of tags the object's that says them.</param>
public sealed record Link(string Kind, string FromId, string ToId)
{
    public const string CustomerClient = "customer_client";

    public const string CustomerEmail = "customer_email";

    public const string ChargeEmail = "charge_email";

    /// <summary>Tags of what is paid by a payment intent, said by the intent itself, a checkout session or an invoice.</summary>
    public const string IntentTags = "intent_tags";

    /// <summary>The same of a charge without an intent.</summary>
    public const string ChargeTags = "charge_tags";

    /// <summary>Tags of a subscription, said by the checkout session that began it.</summary>
    public const string SubscriptionTags = "subscription_tags";

    /// <summary>The subscription that a payment intent pays for, said by an invoice.</summary>
    public const string IntentSubscription = "intent_subscription";

    /// <summary>The same of a charge without an intent.</summary>
    public const string ChargeSubscription = "charge_subscription";

    /// <summary>The balance transaction of a movement, which may be there only after the movement itself.</summary>
    public const string MovementTransaction = "movement_transaction";

    /// <summary>Tags of a charge's metadata as they were changed to, none included: they stand above those that its movement came with.</summary>
    public const string ChargeMetadata = "charge_metadata";

    /// <summary>What a movement came to on the balance, said by its balance transaction: <see cref="Settlement"/>.</summary>
    public const string MovementSettlement = "movement_settlement";

    private const int LongestKey = 500;

    /// <summary>What a link of tags carries.</summary>
    public Tags Tags { get; init; } = Tags.None;

    /// <summary>What a link of a settlement carries.</summary>
    public Settlement? Settlement { get; init; }

    /// <param name="eventKey">The delivery that says it.</param>
    public string SourceKey(string eventKey) => $"{eventKey}:{Kind}:{FromId}:{ToId}" is { Length: > LongestKey } tooLong
        // Told apart by their hash, where ids are too long for a key.
        ? $"{Kind}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tooLong)))}"
        : $"{eventKey}:{Kind}:{FromId}:{ToId}";
}
