using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>
/// What GoHighLevel's API answered, an object at a time, read as its webhooks are: the state it is in now. That something is there
/// no longer is told by a body of our own.
/// </summary>
internal static class GoHighLevelPulls
{
    public const string Channel = "pull";
    public const string Opportunity = "opportunity";
    public const string OpportunityGone = "OpportunityDelete";
    public const string Appointment = "appointment";
    public const string AppointmentGone = "AppointmentDelete";
    public const string Contact = "contact";

    // When an object came to be as it is, the latest of them.
    private static readonly string[] DealTimes = ["updatedAt", "lastStageChangeAt", "lastStatusChangeAt", "createdAt"];
    private static readonly string[] OtherTimes = ["dateUpdated", "dateAdded"];

    /// <param name="eventType">What was asked for: one of the constants.</param>
    public static Delivery Map(GoHighLevelContext context, string eventType, ReadOnlyMemory<byte> body) =>
        GoHighLevelMapper.Map(context, body, Channel, (read, source, stored) => Map(read, new GoHighLevelType(eventType), source, stored));

    /// <summary>What is appended of a deal or an appointment that is not found any more.</summary>
    public static byte[] GoneBody(string id, string? contactId, DateTimeOffset at) =>
        System.Text.Encoding.UTF8.GetBytes(new JsonObject
        {
            ["id"] = id,
            ["contactId"] = contactId,
            ["goneAt"] = SourceTime.Write(at),
        }.ToJsonString());

    private static Delivery Map(GoHighLevelContext context, GoHighLevelType type, SourceObject source, Delivery stored)
    {
        var id = source.TextOrNull("id");
        var contactId = type.Entity == GoHighLevelEntity.Contact ? id : source.TextOrNull("contactId");

        // Whom it is about comes first: what is quarantined below must still be found by an erasure.
        stored = stored with
        {
            EventType = type.Name!,
            ObjectId = id,
            RelatedIds = contactId is null ? [] : [contactId],
            Tags = new Tags { ClientId = contactId, OwnerId = source.TextOrNull("assignedTo") ?? source.TextOrNull("assignedUserId") },
        };

        var notes = new List<QuarantineNote>();
        if (GoHighLevelMapper.Part(notes, () => TimeOf(context, type, source)) is [var happened])
        {
            stored = stored with { OccurredAt = happened };
        }

        if (stored.OccurredAt is not { } effectiveAt)
        {
            return stored with { Quarantine = notes };
        }

        var seen = new GoHighLevelObservation(context, type, stored.SourceKey, effectiveAt, stored.Tags);
        stored = type.Entity switch
        {
            GoHighLevelEntity.Opportunity => stored with { Opportunities = GoHighLevelMapper.Part(notes, () => GoHighLevelOpportunities.OfPull(source, seen)) },
            GoHighLevelEntity.Appointment => stored with { Appointments = GoHighLevelMapper.Part(notes, () => GoHighLevelAppointments.OfNative(source, seen)) },
            GoHighLevelEntity.Contact => stored with { Contacts = GoHighLevelMapper.Part(notes, () => GoHighLevelContacts.OfNative(source, seen)) },
            _ => stored,
        };
        return stored with { Quarantine = notes };
    }

    /// <exception cref="DateOutOfRangeException">It is not believed.</exception>
    private static DateTimeOffset TimeOf(GoHighLevelContext context, GoHighLevelType type, SourceObject source)
    {
        var times = type.Entity == GoHighLevelEntity.Opportunity ? DealTimes : OtherTimes;
        return context.StoredTime
            ?? context.Happened("goneAt", source.Time)
            ?? times.Select(name => context.Happened(name, source.Time)).Max()
            ?? context.Now;
    }
}
