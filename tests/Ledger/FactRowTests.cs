using System.Text.Json.Nodes;
using Plumbline.Ledger;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Deliveries;

namespace Plumbline.Tests.Ledger;

/// <summary>What a fact says is what its row says, column by column.</summary>
[Trait("Category", "Sql")]
public sealed class FactRowTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private readonly FactRows rows = new(ledger);

    [Fact]
    public async Task Append_Opportunity_KeepsEveryColumn() => await rows.ShouldKeepAsync(
        new OpportunityState
        {
            SourceKey = "e1:opportunity",
            OpportunityId = "opp_1",
            EffectiveAt = Noon,
            PipelineId = "p1",
            StageId = "s1",
            Status = "won",
            ValueMinor = 123_456,
            Currency = "EUR",
            AddedAt = Noon.AddDays(-9),
            Origin = "facebook",
            Deleted = true,
            Tags = FactRows.Tags,
        },
        (delivery, fact) => delivery with { Opportunities = [fact] },
        "raw_opportunities",
        new
        {
            source_key = "e1:opportunity",
            occurred_at = Noon,
            opportunity_id = "opp_1",
            effective_at = Noon,
            pipeline_id = "p1",
            stage_id = "s1",
            status = "won",
            value_minor = 123_456,
            currency = "EUR",
            added_at = Noon.AddDays(-9),
            origin = "facebook",
            deleted = true,
        });

    [Fact]
    public async Task Append_Appointment_KeepsEveryColumn() => await rows.ShouldKeepAsync(
        new AppointmentState
        {
            SourceKey = "e1:appointment",
            AppointmentId = "app_1",
            EffectiveAt = Noon,
            CalendarId = "cal_1",
            Status = "noshow",
            BookedAt = Noon.AddDays(-3),
            StartAt = Noon.AddDays(2),
            EndAt = Noon.AddDays(2).AddMinutes(45),
            Deleted = true,
            Tags = FactRows.Tags,
        },
        (delivery, fact) => delivery with { Appointments = [fact] },
        "raw_appointments",
        new
        {
            source_key = "e1:appointment",
            occurred_at = Noon,
            appointment_id = "app_1",
            effective_at = Noon,
            calendar_id = "cal_1",
            status = "noshow",
            booked_at = Noon.AddDays(-3),
            start_at = Noon.AddDays(2),
            end_at = Noon.AddDays(2).AddMinutes(45),
            deleted = true,
        });

    [Fact]
    public async Task Append_Contact_KeepsEveryColumn() => await rows.ShouldKeepAsync(
        new ContactState
        {
            SourceKey = "e1:contact",
            ContactId = "c1",
            EffectiveAt = Noon,
            AddedAt = Noon.AddDays(-1),
            HasEmail = true,
            HasPhone = false,
            EmailHash = [0xAB, 0x00, 0x01],
            PhoneHash = [0xCD],
            Labels = ["spam", "webinar 2026"],
            Origin = "form",
            Deleted = true,
            Tags = FactRows.Tags,
        },
        (delivery, fact) => delivery with { Contacts = [fact] },
        "raw_clients",
        new
        {
            source_key = "e1:contact",
            occurred_at = Noon,
            aspect = "contact",
            entity_id = "c1",
            effective_at = Noon,
            added_at = Noon.AddDays(-1),
            has_email = true,
            has_phone = false,
            email_hash = "\\xab0001",
            phone_hash = "\\xcd",
            labels = new[] { "spam", "webinar 2026" },
            origin = "form",
            deleted = true,
        });

    [Fact]
    public async Task Append_AdSpend_KeepsEveryColumn() => await rows.ShouldKeepAsync(
        new AdSpendDay
        {
            SourceKey = "e1:spend",
            Date = new DateOnly(2026, 1, 14),
            OccurredAt = Noon.AddDays(-1),
            Channel = "meta",
            EffectiveAt = Noon,
            SpendMinor = 12_345,
            Currency = "EUR",
            Impressions = 1,
            Clicks = 2,
            VideoHooks = 3,
            VideoHolds = 4,
            Leads = 5,
            Tags = FactRows.Tags,
        },
        (delivery, fact) => delivery with { AdSpend = [fact] },
        "raw_ad_spend",
        new
        {
            source_key = "e1:spend",
            occurred_at = Noon.AddDays(-1),
            spend_date = "2026-01-14",
            channel = "meta",
            effective_at = Noon,
            spend_minor = 12_345,
            currency = "EUR",
            impressions = 1,
            clicks = 2,
            video_hooks = 3,
            video_holds = 4,
            leads = 5,
        });

    [Fact]
    public async Task Append_Payment_KeepsEveryColumn() => await rows.ShouldKeepAsync(
        new Payment
        {
            SourceKey = "ch:1:capture",
            OccurredAt = Noon,
            Kind = PaymentKind.RefundReturn,
            AmountMinor = 99,
            Currency = "JPY",
            SettlementAmountMinor = -3,
            SettlementFeeMinor = 5,
            SettlementNetMinor = -8,
            SettlementCurrency = "EUR",
            Livemode = true,
            Account = "acct_1",
            ChargeId = "ch_1",
            PaymentIntentId = "pi_1",
            CustomerId = "cus_1",
            BalanceTransactionId = "txn_1",
            Tags = FactRows.Tags,
        },
        (delivery, fact) => delivery with { Payments = [fact] },
        "raw_payments",
        new
        {
            source_key = "ch:1:capture",
            occurred_at = Noon,
            kind = "refund_return",
            amount_minor = 99,
            currency = "JPY",
            settlement_amount_minor = -3,
            settlement_fee_minor = 5,
            settlement_net_minor = -8,
            settlement_currency = "EUR",
            livemode = true,
            account = "acct_1",
            charge_id = "ch_1",
            payment_intent_id = "pi_1",
            customer_id = "cus_1",
            balance_transaction_id = "txn_1",
        });

    [Fact]
    public async Task Append_Link_KeepsEveryColumnAndItsEventsTime() => await rows.ShouldKeepAsync(
        new Link(Plumbline.Ledger.Link.CustomerEmail, "cus_1", "ab12"),
        (delivery, fact) => delivery with { Links = [fact] },
        "links",
        new
        {
            source_key = "e1:customer_email:cus_1:ab12",
            occurred_at = FactRows.Arrival,
            kind = "customer_email",
            from_id = "cus_1",
            to_id = "ab12",
            attributes = new { },
        },
        tagged: false);

    [Fact]
    public async Task Append_LinkOfTags_CarriesThoseThatAreTold() => await rows.ShouldKeepAsync(
        new Link(Plumbline.Ledger.Link.IntentTags, "pi_1", "in_1") { Tags = new Tags { SourceFunnel = "webinar", UtmCampaign = "frühling" } },
        (delivery, fact) => delivery with { Links = [fact] },
        "links",
        new
        {
            source_key = "e1:intent_tags:pi_1:in_1",
            occurred_at = FactRows.Arrival,
            kind = "intent_tags",
            from_id = "pi_1",
            to_id = "in_1",
            attributes = new { source_funnel = "webinar", utm_campaign = "frühling" },
        },
        tagged: false);

    [Fact]
    public async Task Append_Event_KeepsEveryColumn()
    {
        var tenant = await ledger.AddTenantAsync();
        await rows.Writer.AppendAsync(
            new Delivery
            {
                TenantId = tenant,
                Source = "events",
                SourceKey = "site|1",
                Channel = "api",
                EventType = "page.viewed",
                OccurredAt = Noon,
                Body = "{}"u8.ToArray(),
                ObjectId = "v_1",
                RelatedIds = ["b", "a"],
                Livemode = false,
                Account = "acct_1",
                ApiVersion = "1.0",
                Tags = FactRows.Tags,
                Attributes = new JsonObject { ["path"] = "/pricing\n\"é\"" },
            },
            TestContext.Current.CancellationToken);

        await rows.ShouldBeAsync(tenant, "raw_events", new
        {
            source = "events",
            source_key = "site|1",
            occurred_at = Noon,
            channel = "api",
            event_type = "page.viewed",
            object_id = "v_1",
            livemode = false,
            account = "acct_1",
            api_version = "1.0",
            body_sha256 = "\\x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
            related_ids = new[] { "b", "a" },
            attributes = new { path = "/pricing\n\"é\"" },
        });
    }
}
