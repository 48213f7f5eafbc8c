using Plumbline.Ledger;

namespace Plumbline.Tests.Support;

/// <summary>Deliveries as a mapper would produce them.</summary>
internal static class Deliveries
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public static Delivery Event(Guid tenant, string key, string body = "{}", params Payment[] payments) => new()
    {
        TenantId = tenant,
        Source = "stripe",
        SourceKey = key,
        Channel = "webhook",
        EventType = "charge.succeeded",
        OccurredAt = Noon,
        Body = System.Text.Encoding.UTF8.GetBytes(body),
        Livemode = true,
        Payments = payments,
    };

    public static Payment Payment(
        string key, long amount, PaymentKind kind = PaymentKind.Capture, string currency = "USD", DateTimeOffset? at = null,
        string? charge = null, bool livemode = true, Tags? tags = null) => new()
        {
            SourceKey = key,
            OccurredAt = at ?? Noon,
            Kind = kind,
            AmountMinor = amount,
            Currency = currency,
            Livemode = livemode,
            ChargeId = charge,
            Tags = tags ?? Tags.None,
        };

    /// <summary>A delivery that says nothing but what the test adds.</summary>
    public static Delivery Say(Guid tenant, string key, string source = "gohighlevel", string body = "{}") =>
        Event(tenant, key, body) with { Source = source, EventType = "test", Livemode = null };

    public static OpportunityState Opportunity(
        string key, string opportunity = "opp_1", string? status = "open", long? value = null, DateTimeOffset? at = null, Tags? tags = null) => new()
        {
            SourceKey = key,
            OpportunityId = opportunity,
            EffectiveAt = at ?? Noon,
            PipelineId = "p1",
            StageId = "s1",
            Status = status,
            ValueMinor = value,
            Currency = value is null ? null : "USD",
            AddedAt = at ?? Noon,
            Tags = tags ?? Tags.None,
        };

    public static AppointmentState Appointment(
        string key, string appointment = "app_1", string? status = "confirmed", DateTimeOffset? at = null, DateTimeOffset? start = null, Tags? tags = null) => new()
        {
            SourceKey = key,
            AppointmentId = appointment,
            EffectiveAt = at ?? Noon,
            CalendarId = "cal_1",
            Status = status,
            BookedAt = Noon,
            StartAt = start ?? Noon.AddDays(1),
            EndAt = (start ?? Noon.AddDays(1)).AddHours(1),
            Tags = tags ?? Tags.None,
        };

    public static ContactState Contact(string key, string contact = "c1", DateTimeOffset? at = null, bool email = true, bool phone = false, params string[] labels) => new()
    {
        SourceKey = key,
        ContactId = contact,
        EffectiveAt = at ?? Noon,
        AddedAt = Noon,
        HasEmail = email,
        HasPhone = phone,
        Labels = labels,
        Tags = new Tags { ClientId = contact },
    };

    public static AdSpendDay AdSpend(string key, long spend = 1000, DateOnly? date = null, string channel = "google", DateTimeOffset? at = null, Tags? tags = null) => new()
    {
        SourceKey = key,
        Date = date ?? new DateOnly(2026, 1, 15),
        OccurredAt = Noon,
        Channel = channel,
        EffectiveAt = at ?? Noon,
        SpendMinor = spend,
        Currency = "USD",
        Tags = tags ?? Tags.None,
    };

    /// <summary>A milestone, or the score where one is given.</summary>
    public static ClientSuccess Success(string key, string client = "c1", decimal? score = null) => new()
    {
        SourceKey = key,
        ClientId = client,
        EffectiveAt = Noon,
        Milestone = score is null ? ClientMilestone.Onboarded : null,
        HealthScore = score,
        Tags = new Tags { ClientId = client },
    };

    public static SubscriptionState Subscription(string key, string subscription = "sub_1", long mrr = 1000) => new()
    {
        SourceKey = key,
        SubscriptionId = subscription,
        CustomerId = "cus_1",
        EffectiveAt = Noon,
        MrrMinor = mrr,
        Currency = "USD",
        Active = true,
    };

    public static FinanceSnapshot Finance(string key, long? revenue = 1000, Dictionary<string, decimal>? targets = null) => new()
    {
        SourceKey = key,
        Month = new DateOnly(2026, 1, 1),
        OccurredAt = Noon.AddDays(-14),
        EffectiveAt = Noon,
        RevenueMinor = revenue,
        Currency = "USD",
        Targets = targets ?? [],
    };

    public static Link Link(string from, string to, string kind = Plumbline.Ledger.Link.CustomerClient) => new(kind, from, to);
}
