using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Tests.Support;

/// <summary>What a CRM would have said, a delivery each.</summary>
internal static class Observations
{
    /// <summary>In place of a date that the observation does not say.</summary>
    public const string Untold = "untold";

    private static int last;

    public static Delivery Contact(
        Guid tenant, string id, string at, string? added = null, bool email = true, string[]? labels = null, bool deleted = false, string? origin = null,
        byte[]? emailHash = null, Tags? tags = null) =>
        Of(tenant, delivery => delivery with
        {
            Contacts =
            [
                new ContactState
                {
                    SourceKey = $"{delivery.SourceKey}:contact",
                    ContactId = id,
                    EffectiveAt = At(at),
                    AddedAt = added == Untold ? null : At(added ?? at),
                    HasEmail = email,
                    HasPhone = false,
                    EmailHash = emailHash,
                    Labels = labels ?? [],
                    Origin = origin,
                    Deleted = deleted,
                    Tags = (tags ?? Tags.None) with { ClientId = id },
                },
            ],
        });

    public static Delivery Deal(
        Guid tenant, string id, string at, string status, long? value = 100_000, string? owner = null, string? client = "c1", string stage = "s1",
        bool deleted = false, string currency = "USD", string? origin = null) =>
        Of(tenant, delivery => delivery with
        {
            Opportunities =
            [
                new OpportunityState
                {
                    SourceKey = $"{delivery.SourceKey}:opportunity",
                    OpportunityId = id,
                    EffectiveAt = At(at),
                    PipelineId = "p1",
                    StageId = stage,
                    Status = status,
                    ValueMinor = value,
                    Currency = value is null ? null : currency,
                    Origin = origin,
                    Deleted = deleted,
                    Tags = new Tags { OwnerId = owner, ClientId = client },
                },
            ],
        });

    public static Delivery Call(
        Guid tenant, string id, string at, string status, string booked, string? start = null, string? client = "c1", string? calendar = "sales",
        bool deleted = false, string? owner = null) =>
        Of(tenant, delivery => delivery with
        {
            Appointments =
            [
                new AppointmentState
                {
                    SourceKey = $"{delivery.SourceKey}:appointment",
                    AppointmentId = id,
                    EffectiveAt = At(at),
                    CalendarId = calendar,
                    Status = status,
                    BookedAt = booked == Untold ? null : At(booked),
                    StartAt = At(start ?? booked),
                    EndAt = At(start ?? booked).AddMinutes(30),
                    Deleted = deleted,
                    Tags = new Tags { OwnerId = owner, ClientId = client },
                },
            ],
        });

    public static Delivery Spend(Guid tenant, string day, string stated, long minor, string campaign = "brand", string currency = "USD", string channel = "google") =>
        Of(tenant, delivery => delivery with
        {
            AdSpend =
            [
                new AdSpendDay
                {
                    SourceKey = $"{delivery.SourceKey}:spend",
                    Date = DateOnly.FromDateTime(At(day).UtcDateTime),
                    OccurredAt = At(day).AddHours(17),
                    Channel = channel,
                    EffectiveAt = At(stated),
                    SpendMinor = minor,
                    Currency = currency,
                    Tags = new Tags { UtmCampaign = campaign, UtmSource = channel },
                },
            ],
        });

    public static Delivery View(Guid tenant, string visitor, string at, string? utmSource = null) =>
        Of(tenant) with { Source = "events", EventType = "page.viewed", ObjectId = visitor, OccurredAt = At(at), Tags = new Tags { UtmSource = utmSource } };

    /// <summary>The success team says that a client reached a milestone.</summary>
    public static Delivery Milestone(Guid tenant, string client, string at, ClientMilestone milestone, Tags? tags = null)
    {
        var type = milestone switch
        {
            ClientMilestone.Onboarded => "client.onboarded",
            ClientMilestone.FirstLead => "client.first_lead",
            ClientMilestone.Hit100k => "client.hit_100k",
            _ => "client.churned",
        };
        return Success(tenant, type, client, at, tags, said => said with { Milestone = milestone });
    }

    /// <summary>The success team says how a client is doing.</summary>
    public static Delivery Health(Guid tenant, string client, string at, decimal score, Tags? tags = null) =>
        Success(tenant, "client.health_scored", client, at, tags, said => said with { HealthScore = score });

    public static Delivery Subscription(
        Guid tenant, string id, string at, long mrr, string? customer = "cus_1", string? client = null, string currency = "USD", bool active = true, bool deleted = false,
        Tags? tags = null) =>
        Of(tenant, delivery => delivery with
        {
            Source = "stripe",
            Livemode = true,
            Subscriptions =
            [
                new SubscriptionState
                {
                    SourceKey = $"{delivery.SourceKey}:subscription",
                    SubscriptionId = id,
                    CustomerId = customer,
                    EffectiveAt = At(at),
                    MrrMinor = mrr,
                    Currency = currency,
                    Active = active,
                    Deleted = deleted,
                    Tags = (tags ?? Tags.None) with { ClientId = client ?? tags?.ClientId },
                },
            ],
        });

    /// <param name="month">Its first day.</param>
    public static Delivery Finance(
        Guid tenant, string month, string stated, long? revenue = null, long? ebitda = null, string currency = "USD", Dictionary<string, decimal>? targets = null,
        Tags? tags = null) =>
        Of(tenant, delivery => delivery with
        {
            Source = "events",
            EventType = "finance.posted",
            OccurredAt = At(stated),
            Tags = tags ?? Tags.None,
            Finance =
            [
                new FinanceSnapshot
                {
                    SourceKey = $"{delivery.SourceKey}:month",
                    Month = DateOnly.FromDateTime(At(month).UtcDateTime),
                    OccurredAt = At(month).AddHours(17),
                    EffectiveAt = At(stated),
                    RevenueMinor = revenue,
                    EbitdaMinor = ebitda,
                    Currency = currency,
                    Targets = targets ?? [],
                    Tags = tags ?? Tags.None,
                },
            ],
        });

    public static Delivery OptIn(Guid tenant, string? visitor, string at, Tags? tags = null) => Activity(tenant, "optin.submitted", visitor, at, tags);

    public static Delivery CallMade(Guid tenant, string? call, string at, Tags? tags = null) => Activity(tenant, "call.made", call, at, tags);

    public static Delivery CallCompleted(Guid tenant, string? call, string at, Tags? tags = null) => Activity(tenant, "call.completed", call, at, tags);

    public static Delivery AutomationRun(Guid tenant, string automation, string at, bool succeeded = true, Tags? tags = null) =>
        Activity(tenant, "automation.run", automation, at, tags) with { Attributes = new JsonObject { ["succeeded"] = succeeded } };

    public static Delivery Linked(Guid tenant, params Link[] links) => Of(tenant) with { Links = links };

    /// <summary>A date, or an instant; UTC.</summary>
    public static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);

    private static Delivery Success(Guid tenant, string type, string client, string at, Tags? tags, Func<ClientSuccess, ClientSuccess> say)
    {
        var delivery = Activity(tenant, type, client, at, (tags ?? Tags.None) with { ClientId = client });
        var said = new ClientSuccess { SourceKey = $"{delivery.SourceKey}:state", ClientId = client, EffectiveAt = At(at), Tags = delivery.Tags };
        return delivery with { Success = [say(said)] };
    }

    private static Delivery Activity(Guid tenant, string type, string? id, string at, Tags? tags) =>
        Of(tenant) with { Source = "events", EventType = type, ObjectId = id, OccurredAt = At(at), Tags = tags ?? Tags.None };

    private static Delivery Of(Guid tenant, Func<Delivery, Delivery> say) => say(Of(tenant));

    private static Delivery Of(Guid tenant) => new()
    {
        TenantId = tenant,
        Source = "gohighlevel",
        SourceKey = $"wh_{Interlocked.Increment(ref last)}",
        Channel = "webhook",
        EventType = "test",
        OccurredAt = Deliveries.Noon,
        Body = "{}"u8.ToArray(),
    };
}
