using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>A webhook of an app: an entity's fields and, around or among them, what the delivery says of itself.</summary>
internal static class GoHighLevelNative
{
    // What an event that is no opportunity, appointment or contact may say of when it happened, the best first.
    private static readonly string[] TimeMembers = ["dateUpdated", "updatedAt", "dateAdded", "createdAt"];

    private static readonly string[] MessageTexts = ["messageType", "direction", "callStatus", "status"];

    public static Delivery Map(GoHighLevelContext context, SourceObject source, Delivery stored)
    {
        var type = new GoHighLevelType(source.TextOrNull("type"));
        var data = ContentOf(source);
        var appointment = source.ObjectOrNull("appointment") ?? data.ObjectOrNull("appointment");

        // The documentation prints wrong types around appointments, but never an appointment in another event.
        var entity = appointment is null ? type.Entity : GoHighLevelEntity.Appointment;
        var subject = appointment ?? data;
        var contactIds = ContactIds(subject).Concat(ContactIds(source)).OfType<string>().Distinct().ToArray();

        // Whom it is about comes first: what is quarantined below must still be found by an erasure.
        stored = stored with
        {
            SourceKey = source.TextOrNull("webhookId") ?? stored.SourceKey,
            EventType = type.Name ?? "(untyped)",
            ObjectId = subject.TextOrNull("id") ?? subject.TextOrNull("_id") ?? subject.TextOrNull("messageId"),
            // Of the one client alone: an erasure follows them to whatever else bears them.
            RelatedIds = [.. contactIds.Concat(ConversationIds(subject).OfType<string>()).Distinct()],
            Tags = new Tags
            {
                ClientId = (entity == GoHighLevelEntity.Contact ? subject.TextOrNull("id") : null) ?? contactIds.FirstOrDefault(),
                OwnerId = subject.TextOrNull("assignedTo") ?? subject.TextOrNull("assignedUserId") ?? subject.TextOrNull("userId"),
            },
            Attributes = type.IsMessage ? MessageAttributes(subject) : null,
        };

        var notes = new List<QuarantineNote>();
        if (type.Name is null)
        {
            notes.Add(new QuarantineNote("unmappable", "type is missing"));
        }

        if (LocationOf(source) is null)
        {
            notes.Add(new QuarantineNote("no-location", "locationId is missing"));
        }

        if (GoHighLevelMapper.Part(notes, () => TimeOf(context, entity, source, subject)) is [var happened])
        {
            stored = stored with { OccurredAt = happened };
        }

        if (notes.Count > 0 || stored.OccurredAt is not { } effectiveAt)
        {
            return stored with { Quarantine = notes };
        }

        var seen = new GoHighLevelObservation(context, type, stored.SourceKey, effectiveAt, stored.Tags);
        stored = entity switch
        {
            GoHighLevelEntity.Opportunity => stored with { Opportunities = GoHighLevelMapper.Part(notes, () => GoHighLevelOpportunities.OfNative(subject, seen)) },
            GoHighLevelEntity.Appointment => stored with { Appointments = GoHighLevelMapper.Part(notes, () => GoHighLevelAppointments.OfNative(subject, seen)) },
            GoHighLevelEntity.Contact => stored with { Contacts = GoHighLevelMapper.Part(notes, () => GoHighLevelContacts.OfNative(subject, seen)) },
            _ => stored,
        };
        return stored with { Quarantine = notes };
    }

    public static string? LocationOf(SourceObject source) => source.TextOrNull("locationId") ?? source.ObjectOrNull("data")?.TextOrNull("locationId");

    /// <exception cref="DateOutOfRangeException">It is not believed.</exception>
    private static DateTimeOffset TimeOf(GoHighLevelContext context, GoHighLevelEntity entity, SourceObject source, SourceObject subject)
    {
        // The dates of a deal or a contact say when it was made, and not since when it is as it is.
        var members = entity switch
        {
            GoHighLevelEntity.Appointment => ["dateUpdated"],
            GoHighLevelEntity.Other => TimeMembers,
            _ => Array.Empty<string>(),
        };
        return context.Happened("timestamp", source.Time)
            ?? members.Select(member => context.Happened(member, subject.TimeOrNull)).FirstOrDefault(at => at is not null)
            ?? context.Unsaid;
    }

    // Flat, or wrapped once more.
    private static SourceObject ContentOf(SourceObject source) =>
        source.ObjectOrNull("data") is { IsEmpty: false } data && (source.TextOrNull("id") is null || data.TextOrNull("id") is not null) ? data : source;

    private static string?[] ContactIds(SourceObject subject) =>
    [
        subject.TextOrNull("contactId"),
        IdOf(subject, "contactDetails"),
        IdOf(subject, "contactSnapshot"),
        IdOf(subject, "contact"),
    ];

    private static string?[] ConversationIds(SourceObject subject) => [subject.TextOrNull("conversationId"), subject.TextOrNull("messageId")];

    private static string? IdOf(SourceObject subject, string name) => subject.ObjectOrNull(name) is { } member ? member.TextOrNull("id") : null;

    private static JsonObject MessageAttributes(SourceObject message)
    {
        var attributes = new JsonObject();
        foreach (var name in MessageTexts)
        {
            if (message.TextOrNull(name) is { } text)
            {
                attributes[name] = text;
            }
        }

        if (message.DecimalOrNull("callDuration") is { } seconds)
        {
            attributes["callDuration"] = seconds;
        }

        return attributes;
    }
}
