using System.Security.Cryptography;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>
/// What a workflow's webhook action sends: a contact's fields, beside them those of a deal or an appointment if the workflow has one,
/// and what its admin adds (customData). A payment in it makes no cash, which is Stripe's to say.
/// </summary>
internal static class GoHighLevelWorkflow
{
    public static Delivery Map(GoHighLevelContext context, SourceObject source, Delivery stored)
    {
        var custom = source.ObjectOrNull("customData");
        var type = new GoHighLevelType(custom?.TextOrNull("type"));
        var calendar = source.ObjectOrNull("calendar");
        var contactId = source.TextOrNull("contact_id");
        var opportunityId = IsOpportunity(source, type) ? source.TextOrNull("id") : null;
        var appointmentId = calendar?.TextOrNull("appointmentId");
        var ofType = type.Entity switch
        {
            GoHighLevelEntity.Appointment => appointmentId,
            GoHighLevelEntity.Contact => contactId,
            _ => opportunityId,
        };

        // Whom it is about comes first: what is quarantined below must still be found by an erasure.
        stored = stored with
        {
            // An id alone does not tell two events apart when an admin chose one that stays the same, such as the appointment's.
            SourceKey = custom?.ScalarOrNull("eventId") is null ? stored.SourceKey : $"workflow:{Convert.ToHexStringLower(SHA256.HashData(stored.Body.Span))}",
            EventType = type.Name ?? $"workflow.{(opportunityId is not null ? "opportunity" : appointmentId is not null ? "appointment" : "contact")}",
            ObjectId = ofType ?? opportunityId ?? appointmentId ?? contactId,
            RelatedIds = [.. new[] { contactId, opportunityId, appointmentId }.OfType<string>().Distinct()],
            Tags = new Tags { ClientId = contactId, OwnerId = context.OwnerOf(source.ObjectOrNull("user")?.TextOrNull("email")) },
        };

        var notes = new List<QuarantineNote>();
        if (contactId is null)
        {
            notes.Add(new QuarantineNote("unmappable", "contact_id is missing"));
        }

        if (GoHighLevelMapper.Part(notes, () => TimeOf(custom, context)) is [var happened])
        {
            stored = stored with { OccurredAt = happened };
        }

        if (notes.Count > 0 || stored.OccurredAt is not { } effectiveAt)
        {
            return stored with { Quarantine = notes };
        }

        var seen = new GoHighLevelObservation(context, type, stored.SourceKey, effectiveAt, stored.Tags);
        stored = stored with { Contacts = GoHighLevelMapper.Part(notes, () => GoHighLevelContacts.OfWorkflow(source, seen)) };

        if (opportunityId is not null || type.Entity == GoHighLevelEntity.Opportunity)
        {
            stored = stored with
            {
                Opportunities = GoHighLevelMapper.Part(notes, () =>
                {
                    RefuseAnother(GoHighLevelEntity.Opportunity, opportunityId, type, custom, stored.RelatedIds);
                    return GoHighLevelOpportunities.OfWorkflow(source, seen);
                }),
            };
        }

        if (appointmentId is not null || type.Entity == GoHighLevelEntity.Appointment)
        {
            stored = stored with
            {
                Appointments = GoHighLevelMapper.Part(notes, () =>
                {
                    RefuseAnother(GoHighLevelEntity.Appointment, appointmentId, type, custom, stored.RelatedIds);
                    return GoHighLevelAppointments.OfWorkflow(calendar ?? throw new UnmappableException("calendar is missing"), seen);
                }),
            };
        }

        return stored with { Quarantine = notes };
    }

    // Other workflows have an id too, of something else.
    private static bool IsOpportunity(SourceObject source, GoHighLevelType type) =>
        type.Entity == GoHighLevelEntity.Opportunity || source.TextOrNull("pipeline_id") is not null || GoHighLevelOpportunities.StageNameOf(source) is not null;

    private static DateTimeOffset TimeOf(SourceObject? custom, GoHighLevelContext context)
    {
        if (custom is not { } given)
        {
            return context.Unsaid;
        }

        // Whose clock one without an offset was read from, nobody says.
        return given.TextOrNull("timestamp") is { } text && GoHighLevelLocalTime.IsLocal(text)
            ? throw new UnmappableException("customData.timestamp has no offset")
            : context.Happened("timestamp", given.Time) ?? context.Unsaid;
    }

    /// <exception cref="UnmappableException">The admin's own id names another entity than the payload does.</exception>
    private static void RefuseAnother(GoHighLevelEntity entity, string? id, GoHighLevelType type, SourceObject? custom, IReadOnlyList<string> ids)
    {
        if (custom?.ScalarOrNull("id") is { } given
            && given != id
            && (type.Entity == entity || (type.Entity == GoHighLevelEntity.Other && !ids.Contains(given))))
        {
            throw new UnmappableException("customData.id is another id than the payload's");
        }
    }
}
