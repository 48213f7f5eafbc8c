using Plumbline.Ledger;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>Contacts as deliveries show them, without what is personal.</summary>
internal static class GoHighLevelContacts
{
    public static ContactState OfNative(SourceObject contact, GoHighLevelObservation seen) =>
        Of(seen, contact, contact.RequiredText("id"), "dateAdded", "source", contact.ObjectOrNull("attributionSource"));

    /// <param name="workflow">The workflow's whole body, the contact's fields at its top.</param>
    public static ContactState OfWorkflow(SourceObject workflow, GoHighLevelObservation seen)
    {
        var firstTouch = workflow.ObjectOrNull("contact") is { } contact ? contact.ObjectOrNull("attributionSource") : null;
        return Of(seen, workflow, workflow.RequiredText("contact_id"), "date_created", "contact_source", firstTouch);
    }

    private static ContactState Of(GoHighLevelObservation seen, SourceObject contact, string id, string added, string origin, SourceObject? firstTouch)
    {
        var email = contact.TextOrNull("email");
        var phone = contact.ScalarOrNull("phone");
        var labels = GoHighLevelLabels.Of(contact);
        var bare = new ContactState
        {
            SourceKey = $"{seen.EventKey}:contact",
            ContactId = id,
            EffectiveAt = seen.EffectiveAt,
            HasEmail = email is not null,
            HasPhone = phone is not null,
            EmailHash = seen.Context.Hash.OfEmail(email),
            PhoneHash = seen.Context.Hash.OfPhone(phone),
            Labels = [.. labels.Order(StringComparer.Ordinal)],
            Origin = contact.TextOrNull(origin),
            Deleted = seen.Type.Deletes(GoHighLevelEntity.Contact),
            Tags = GoHighLevelFirstTouch.Of(seen.Tags with { ClientId = id }, seen.Context.Tenant.Crm, contact, labels, firstTouch),
        };
        return GoHighLevelObservation.Complete(bare, bare.Deleted, state => state with { AddedAt = seen.Context.Happened(added, contact.Time) });
    }
}
