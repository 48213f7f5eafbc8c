namespace Plumbline.Webhooks.Stripe;

/// <summary>
/// The ids of what else an object is about, wherever an API version puts them: an erasure finds a body by them. Read as far as
/// they can be.
/// </summary>
internal static class StripeRelatedIds
{
    // An expanded object is about something too: a refund's charge about its customer, and so on.
    private const int Deepest = 4;

    private static readonly string[] Members =
    [
        "customer", "charge", "latest_charge", "payment_intent", "invoice", "latest_invoice", "subscription",
        "payment_method", "setup_intent", "source_transaction",
    ];

    /// <param name="before">What the object said before the event: a payment method taken from its customer names it there alone.</param>
    public static IReadOnlyList<string> Of(SourceObject? subject, SourceObject? before) =>
        [.. new[] { subject, before }.OfType<SourceObject>().SelectMany(told => Within(told, Deepest)).Distinct()];

    private static IEnumerable<string> Within(SourceObject subject, int depth)
    {
        foreach (var member in Members)
        {
            if (subject.IdOrNull(member) is { } id)
            {
                yield return id;
            }
        }

        foreach (var charge in ChargesOf(subject))
        {
            if (charge.TextOrNull("id") is { } id)
            {
                yield return id;
            }
        }

        if (depth == 0)
        {
            yield break;
        }

        foreach (var part in PartsOf(subject))
        {
            foreach (var id in Within(part, depth - 1))
            {
                yield return id;
            }
        }
    }

    private static IEnumerable<SourceObject> PartsOf(SourceObject subject)
    {
        SourceObject?[] parts =
        [
            .. Members.Select(subject.ObjectOrNull),
            subject.ObjectOrNull("parent")?.ObjectOrNull("subscription_details"),
        ];
        return parts.OfType<SourceObject>().Concat(StripeInvoices.PaymentsOf(subject)).Concat(ChargesOf(subject));
    }

    // A payment intent of an API version before 2022-11-15 lists them.
    private static IReadOnlyList<SourceObject> ChargesOf(SourceObject subject) => subject.ObjectOrNull("charges")?.ObjectsOrNone("data") ?? [];
}
