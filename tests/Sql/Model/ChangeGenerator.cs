using FsCheck;
using FsCheck.Fluent;
using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>One change of each kind.</summary>
internal static class ChangeGenerator
{
    private static readonly string?[] Owners = ["ann", "ann", "bob", "eve", null];
    private static readonly string?[] Clients = ["c1", "c1", "c2", "c3", null];
    private static readonly string[] Hashes = [new('a', 64), new('b', 64)];
    private static readonly Gen<bool> Rarely = Gen.Frequency((7, Gen.Constant(false)), (1, Gen.Constant(true)));
    private static readonly Gen<bool> Mostly = Rarely.Select(rarely => !rarely);

    /// <summary>Of every kind, most of them of those that have to do with each other.</summary>
    public static Gen<Change> Any(Era era, string currency, DateTimeOffset[] moments, Theme theme)
    {
        var at = Gen.Elements(moments);
        var money = Gen.Frequency((4, Gen.Constant(currency)), (1, Gen.Elements("USD", "JPY", "KWD", "EUR")));
        int Weight(params Theme[] themes) => themes.Contains(theme) ? 20 : 1;
        return Gen.Frequency(
            (Weight(Theme.Cash), Payment(at, money)), (Weight(Theme.Cash, Theme.Subscriptions), Linked(Gen.Elements(moments[..2]))), (Weight(Theme.Cash, Theme.Leads), Contact(at)),
            (Weight(Theme.Deals, Theme.Leads), Deal(at, money)), (Weight(Theme.Leads), Call(at)), (Weight(Theme.Marketing), Spend(era, at, money)),
            (Weight(Theme.Marketing), Event(at)), (Weight(Theme.Success), Success(at)), (Weight(Theme.Subscriptions), Subscription(at, money)),
            (Weight(Theme.Marketing), Finance(era, at, money)), (2, Amount(at, money)), (2, Void(at)), (1, Settings(era)), (1, Zone(era)));
    }

    private static Gen<Change> Payment(Gen<DateTimeOffset> at, Gen<string> money) =>
        from when in at
        from kind in Gen.Elements(Enum.GetValues<PaymentKind>())
        from amount in Gen.Choose(1, 1_000)
        from currency in money
        from live in Mostly
        from account in Gen.Elements("", "", "", "acct_1")
        from charge in Gen.Elements("ch_1", "ch_2", null)
        from intent in Gen.Elements("pi_1", "pi_2", null)
        from customer in Gen.Elements("cus_1", "cus_1", "cus_2", null)
        from tags in Own()
        select new Change
        {
            Payment = new Payment
            {
                SourceKey = "", OccurredAt = when, Kind = kind, AmountMinor = kind is PaymentKind.Capture or PaymentKind.RefundReturn ? amount : -amount,
                Currency = currency, Livemode = live, Account = account, ChargeId = charge, PaymentIntentId = intent, CustomerId = customer, Tags = tags,
            },
        };

    private static Gen<Change> Deal(Gen<DateTimeOffset> at, Gen<string> money) =>
        from id in Gen.Elements("d1", "d1", "d2", "d3")
        from when in at
        from status in Gen.Elements("open", "open", "open", "open", "won", "won", "lost", "abandoned", null)
        from value in Gen.Elements<long?>(100, 250, 0, null)
        from currency in money
        from stage in Gen.Elements("s1", "s2", null)
        from origin in Gen.Elements(null, "form", "form", "import")
        from owner in Gen.Elements(Owners)
        from client in Gen.Elements(Clients)
        from deleted in Rarely
        select new Change
        {
            Deal = new OpportunityState
            {
                SourceKey = "", OpportunityId = id, EffectiveAt = when, PipelineId = "p1", StageId = stage, Status = status, ValueMinor = value,
                Currency = value is null ? null : currency, Origin = origin, Deleted = deleted, Tags = new Tags { OwnerId = owner, ClientId = client },
            },
        };

    private static Gen<Change> Call(Gen<DateTimeOffset> at) =>
        from id in Gen.Elements("a1", "a1", "a2", "a3")
        from when in at
        from status in Gen.Elements("new", "confirmed", "cancelled", "showed", "completed", "noshow", "invalid", null)
        from booked in Told(at)
        from start in at
        from length in Gen.Elements(0, 30)
        from calendar in Gen.Elements("sales", "sales", "other", null)
        from owner in Gen.Elements(Owners)
        from client in Gen.Elements(Clients)
        from deleted in Rarely
        select new Change
        {
            Call = new AppointmentState
            {
                SourceKey = "", AppointmentId = id, EffectiveAt = when, CalendarId = calendar, Status = status, BookedAt = booked, StartAt = start,
                EndAt = start.AddMinutes(length), Deleted = deleted, Tags = new Tags { OwnerId = owner, ClientId = client },
            },
        };

    private static Gen<Change> Contact(Gen<DateTimeOffset> at) =>
        from id in Gen.Elements("c1", "c2", "c3")
        from when in at
        from added in Told(at)
        from email in Mostly
        from phone in Rarely
        from hash in Gen.Elements(Hashes)
        from label in Gen.Elements("vip", "junk", "staff", "hot", "vip")
        from origin in Gen.Elements(null, "form", "import")
        from owner in Gen.Elements(Owners)
        from funnel in Gen.Elements(null, "Webinar", "Quiz")
        from source in Gen.Elements(null, "google", "meta")
        from campaign in Gen.Elements(null, "spring", "brand")
        from branch in Gen.Elements(null, null, "north")
        from deleted in Rarely
        select new Change
        {
            Contact = new ContactState
            {
                SourceKey = "", ContactId = id, EffectiveAt = when, AddedAt = added, HasEmail = email, HasPhone = phone, EmailHash = email ? Convert.FromHexString(hash) : null,
                Labels = [label], Origin = origin, Deleted = deleted,
                Tags = new Tags { ClientId = id, OwnerId = owner, Branch = branch, SourceFunnel = funnel, UtmSource = source, UtmCampaign = campaign },
            },
        };

    private static Gen<Change> Spend(Era era, Gen<DateTimeOffset> at, Gen<string> money) =>
        from day in Gen.Elements(era.Days)
        from stated in at
        from spend in Gen.Choose(0, 500)
        from currency in money
        from channel in Gen.Elements("google", "google", "meta")
        from campaign in Gen.Elements("spring", "spring", null)
        from team in Gen.Elements(null, "closers")
        from impressions in Gen.Elements<long?>(1_000, 0, null)
        from clicks in Gen.Elements<long?>(10, null)
        select new Change
        {
            Spend = new AdSpendDay
            {
                SourceKey = "", Date = day, OccurredAt = Noon(era, day), Channel = channel, EffectiveAt = stated,
                SpendMinor = spend, Currency = currency, Impressions = impressions, Clicks = clicks, VideoHooks = impressions / 2, VideoHolds = clicks / 2, Leads = clicks / 5,
                Tags = new Tags { UtmCampaign = campaign, UtmSource = channel, Team = team },
            },
        };

    private static Gen<Change> Event(Gen<DateTimeOffset> at) =>
        from source in Gen.Elements("events", "events", "events", "gohighlevel")
        from type in Gen.Elements("page.viewed", "page.viewed", "optin.submitted", "call.made", "call.completed", "automation.run", "automation.run", "client.onboarded", "finance.posted")
        from which in Gen.Elements("v1", "v2", "v3", null)
        from when in at
        from succeeded in Mostly
        from tags in Own()
        select new Change { Event = new NamedEvent(source, type, which, when, succeeded, tags) };

    private static Gen<Change> Success(Gen<DateTimeOffset> at) =>
        from client in Gen.Elements("c1", "c1", "c2")
        from when in at
        from milestone in Gen.Elements<ClientMilestone?>(
            ClientMilestone.Onboarded, ClientMilestone.Onboarded, ClientMilestone.FirstLead, ClientMilestone.Hit100k, ClientMilestone.Churned, null, null)
        from score in Gen.Elements(0m, 40m, 72.5m)
        from tags in Own()
        select new Change
        {
            Success = new ClientSuccess
            {
                SourceKey = "", ClientId = client, EffectiveAt = when, Milestone = milestone, HealthScore = milestone is null ? score : null, Tags = tags with { ClientId = client },
            },
        };

    private static Gen<Change> Subscription(Gen<DateTimeOffset> at, Gen<string> money) =>
        from id in Gen.Elements("sub_1", "sub_2", "sub_3")
        from customer in Gen.Elements("cus_1", "cus_1", "cus_2", null)
        from when in at
        from mrr in Gen.Elements(0, 100, 100, 250)
        from currency in money
        from active in Mostly
        from deleted in Rarely
        from tags in Own()
        select new Change
        {
            Subscription = new SubscriptionState
            {
                SourceKey = "", SubscriptionId = id, CustomerId = customer, EffectiveAt = when, MrrMinor = mrr, Currency = currency, Active = active, Deleted = deleted, Tags = tags,
            },
        };

    private static Gen<Change> Finance(Era era, Gen<DateTimeOffset> at, Gen<string> money) =>
        from day in Gen.Elements(era.Days)
        from stated in at
        from revenue in Gen.Elements<long?>(900, 400, null)
        from ebitda in Gen.Elements<long?>(-50, 120, null)
        from currency in money
        from department in Gen.Elements(null, null, "sales")
        from branch in Gen.Elements(null, "north")
        let month = new DateOnly(day.Year, day.Month, 1)
        select new Change
        {
            Finance = new FinanceSnapshot
            {
                SourceKey = "", Month = month, OccurredAt = Noon(era, month), EffectiveAt = stated, RevenueMinor = revenue, EbitdaMinor = ebitda, Currency = currency,
                Tags = new Tags { Department = department, Branch = branch },
            },
        };

    private static Gen<Change> Linked(Gen<DateTimeOffset> at) =>
        from when in at
        from customer in Gen.Elements("cus_1", "cus_1", "cus_2")
        from charge in Gen.Elements("ch_1", "ch_2")
        from client in Gen.Elements("c1", "c2")
        from hash in Gen.Elements(Hashes)
        from intent in Gen.Elements("pi_1", "pi_2")
        from subscription in Gen.Elements("sub_1", "sub_2")
        from tags in Own()
        from link in Gen.Elements(
            new Link(Link.CustomerClient, customer, client), new Link(Link.CustomerEmail, customer, hash), new Link(Link.CustomerEmail, customer, hash), new Link(Link.ChargeEmail, charge, hash),
            new Link(Link.IntentTags, intent, "cs_1") { Tags = tags }, new Link(Link.ChargeTags, charge, "in_1") { Tags = tags }, new Link(Link.SubscriptionTags, subscription, "cs_1") { Tags = tags },
            new Link(Link.ChargeMetadata, charge, charge) { Tags = tags }, new Link(Link.IntentSubscription, intent, subscription), new Link(Link.ChargeSubscription, charge, subscription))
        select new Change { Link = new TimedLink(link, when) };

    private static Gen<Change> Amount(Gen<DateTimeOffset> at, Gen<string> money) =>
        from when in at
        from measure in Gen.Elements(NaiveMeasures.All.ToArray())
        from amount in Gen.Choose(-50, 50)
        from currency in money
        from tags in Own()
        select new Change { Correction = new Correction(when, null, measure.Name, amount, measure.IsMoney ? currency : null, tags) };

    // Which one is drawn as a number: numbered, it becomes an earlier change.
    private static Gen<Change> Void(Gen<DateTimeOffset> at) =>
        from when in at
        from pick in Gen.Choose(0, 1_000)
        select new Change { Correction = new Correction(when, pick, null, null, null, Tags.None) };

    public static Gen<Change> Settings(Era era) =>
        from calendars in Gen.Elements<string[]>([], ["sales"], ["sales", "other"])
        from junk in Gen.Elements("spam", "qualified")
        from staff in Gen.Elements("internal", "test")
        from stage in Gen.Elements("spam", "qualified")
        from window in Gen.Elements(1, 30, 90)
        from moves in Gen.Elements(era.Days)
        from first in Gen.Elements("sales", "success")
        from team in Gen.Elements(null, "closers")
        select new Change
        {
            Settings = new CompanySettings(
                calendars, window, new Dictionary<string, string> { ["junk"] = junk, ["staff"] = staff, ["hot"] = "qualified" },
                new Dictionary<string, string> { ["s2"] = stage },
                [
                    new OwnerRole("ann", era.Days[0].AddDays(-20), first, team), new OwnerRole("ann", moves, first == "sales" ? "success" : "sales", "closers"),
                    new OwnerRole("bob", era.Days[0], "sales", null),
                ]),
        };

    private static Gen<Change> Zone(Era era) =>
        from day in Gen.Elements(era.Days)
        from zone in Gen.Elements(Era.All)
        select new Change { Zone = new ZoneFrom(new DateOnly(day.Year, day.Month, 1), zone.Zone) };

    private static DateTimeOffset Noon(Era era, DateOnly day) => new NaiveClock([new ZoneFrom(day, era.Zone)]).StartOf(day).AddHours(12);

    private static Gen<DateTimeOffset?> Told(Gen<DateTimeOffset> at) => Gen.OneOf(at.Select(when => (DateTimeOffset?)when), Gen.Constant<DateTimeOffset?>(null));

    private static Gen<Tags> Own() =>
        from says in Gen.Elements(true, false)
        from department in Gen.Elements(null, null, "sales", "success")
        from owner in Gen.Elements(Owners)
        from client in Gen.Elements(Clients)
        from branch in Gen.Elements(null, "north")
        from funnel in Gen.Elements(null, null, "Webinar")
        from campaign in Gen.Elements(null, null, "spring")
        select says
            ? new Tags { Department = department, OwnerId = owner, ClientId = client, Branch = branch, SourceFunnel = funnel, UtmCampaign = campaign }
            : Tags.None;
}
