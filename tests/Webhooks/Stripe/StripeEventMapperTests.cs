using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>The event around the object: what is kept of any delivery, whose it is, and what is let through.</summary>
public sealed class StripeEventMapperTests
{
    [Fact]
    public void Map_AnyEvent_KeepsWhatItSaysOfItself()
    {
        var body = StripeEvents.Charge(
            "ch_1", type: "charge.succeeded", created: StripeEvents.At, eventAt: StripeEvents.At.AddHours(1), eventId: "evt_1", account: "acct_1");

        var delivery = Mapping.Map(body);

        delivery.TenantId.ShouldBe(Mapping.Tenant);
        delivery.Source.ShouldBe("stripe");
        delivery.SourceKey.ShouldBe("evt_1");
        delivery.Channel.ShouldBe("webhook");
        delivery.EventType.ShouldBe("charge.succeeded");
        delivery.OccurredAt.ShouldBe(StripeEvents.At.AddHours(1));
        delivery.ObjectId.ShouldBe("ch_1");
        delivery.Livemode.ShouldBe(true);
        delivery.Account.ShouldBe("acct_1");
        delivery.ApiVersion.ShouldBe("2025-03-31.basil");
        delivery.CompareBodies.ShouldBeFalse();
        delivery.Body.ToArray().ShouldBe(body);
    }

    [Theory]
    [InlineData("transfer.created", "transfer")]
    [InlineData("topup.succeeded", "topup")]
    [InlineData("balance.available", "balance")]
    [InlineData("issuing_dispute.closed", "issuing.dispute")]
    [InlineData("invoice.paid", "invoice")]
    [InlineData("payment_intent.succeeded", "payment_intent")]
    [InlineData("checkout.session.completed", "checkout.session")]
    [InlineData("customer.created", "customer")]
    [InlineData("something.not_invented_yet", "something")]
    public void Map_EventOfAnObjectThatMovesNoCash_IsKeptAndMovesNothing(string type, string objectType)
    {
        var body = StripeEvents.Other(type, "obj_1", customize: subject =>
        {
            subject["object"] = objectType;
            subject["amount"] = 900;
            subject["currency"] = "usd";
            subject["status"] = "succeeded";
            subject["balance_transaction"] = "txn_1";
        });

        var delivery = Mapping.Map(body);

        delivery.EventType.ShouldBe(type);
        delivery.ObjectId.ShouldBe("obj_1");
        delivery.OccurredAt.ShouldBe(StripeEvents.At);
        delivery.Body.ToArray().ShouldBe(body);
        delivery.Payments.ShouldBeEmpty();
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Map_Livemode_MarksTheEventAndItsMovements(bool livemode)
    {
        var delivery = Mapping.Map(StripeEvents.Charge(livemode: livemode));

        delivery.Livemode.ShouldBe(livemode);
        delivery.Payments.ShouldHaveSingleItem().Livemode.ShouldBe(livemode);
    }

    [Theory]
    [InlineData("acct_1")]
    [InlineData("acct_2")]
    public void Map_AccountOfTheTenant_MarksTheMovements(string account)
    {
        var delivery = Mapping.Map(StripeEvents.Charge(account: account), "acct_1", "acct_2");

        delivery.Payments.ShouldHaveSingleItem().Account.ShouldBe(account);
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Fact]
    public void Map_AnyAccountWhenTheTenantNamesNone_IsAccepted() =>
        Mapping.Map(StripeEvents.Charge(account: "acct_1")).Payments.ShouldHaveSingleItem().Account.ShouldBe("acct_1");

    [Fact]
    public void Map_TheTenantsOwnEventBesideConnectedAccounts_IsAccepted()
    {
        var delivery = Mapping.Map(StripeEvents.Charge(), "acct_1");

        delivery.Account.ShouldBe("");
        delivery.Payments.ShouldHaveSingleItem().Account.ShouldBe("");
    }

    [Theory]
    [InlineData("acct_9")]
    [InlineData("ACCT_1")]
    public void Map_AnotherAccount_IsKeptAndQuarantined(string account)
    {
        var delivery = Mapping.Map(StripeEvents.Charge(account: account, eventId: "evt_1"), "acct_1");

        delivery.ShouldBeQuarantined("unknown-account");
        delivery.SourceKey.ShouldBe("evt_1");
        delivery.Account.ShouldBe(account);
        delivery.OccurredAt.ShouldBe(StripeEvents.At);
    }

    [Fact]
    public void Map_ThinEvent_IsKeptAndMovesNothing()
    {
        var delivery = Mapping.Map(StripeEvents.Thin("evt_thin", StripeEvents.At));

        delivery.SourceKey.ShouldBe("evt_thin");
        delivery.EventType.ShouldBe("v1.billing.meter.error_report_triggered");
        delivery.OccurredAt.ShouldBe(StripeEvents.At);
        delivery.Livemode.ShouldBe(true);
        delivery.Payments.ShouldBeEmpty();
        delivery.Quarantine.ShouldBeEmpty();
    }

    // Thin events come of v1 objects too: they name the object, and its state has to be fetched.
    [Theory]
    [InlineData("v1.charge.dispute.created", "dp_1")]
    [InlineData("v1.payout.paid", "po_1")]
    public void Map_ThinEventOfMoney_IsKeptAndMovesNothing(string type, string id)
    {
        var delivery = Mapping.Map(StripeEvents.Thin(customize: thin =>
        {
            thin["type"] = type;
            thin["related_object"] = new JsonObject { ["id"] = id, ["type"] = type.Split('.')[^2], ["url"] = "/v1/objects" };
        }));

        delivery.EventType.ShouldBe(type);
        delivery.Payments.ShouldBeEmpty();
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1999-12-31T23:59:59Z", "date-out-of-range")]
    [InlineData("2199-01-01T00:00:00Z", "date-out-of-range")]
    [InlineData("yesterday", "unmappable")]
    public void Map_ThinEventWithoutABelievableTime_IsQuarantined(string created, string reason)
    {
        var delivery = Mapping.Map(StripeEvents.Thin(customize: thin => thin["created"] = created));

        delivery.ShouldBeQuarantined(reason);
        delivery.OccurredAt.ShouldBeNull();
    }

    [Fact]
    public void Map_Metadata_TagsTheEventAndItsMovements()
    {
        var delivery = Mapping.Map(StripeEvents.Charge(metadata: new()
        {
            ["department"] = "sales",
            ["team"] = "closers",
            ["owner_id"] = "rep-7",
            ["client_id"] = "client-3",
            ["branch"] = "north",
            ["source_funnel"] = "webinar",
            ["utm_source"] = "google",
            ["utm_medium"] = "cpc",
            ["utm_campaign"] = "frühling",
            ["utm_term"] = "crm",
            ["utm_content"] = "ad-1",
            ["order"] = "not a tag",
        }));

        var expected = new Tags
        {
            Department = "sales",
            Team = "closers",
            OwnerId = "rep-7",
            ClientId = "client-3",
            Branch = "north",
            SourceFunnel = "webinar",
            UtmSource = "google",
            UtmMedium = "cpc",
            UtmCampaign = "frühling",
            UtmTerm = "crm",
            UtmContent = "ad-1",
        };
        delivery.Tags.ShouldBe(expected);
        delivery.Payments.ShouldHaveSingleItem().Tags.ShouldBe(expected);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("\"nul \\u0000\"")]
    [InlineData("\"half \\ud800 pair\"")]
    public void Map_TagThatIsNoUsableText_IsLeftOutAndTheMoneyCounts(string value)
    {
        var body = StripeEvents.Charge(metadata: new() { ["department"] = "sales", ["team"] = "TEAM" }).With("\"TEAM\"", value);

        var payment = Mapping.Map(body).Payments.ShouldHaveSingleItem();

        payment.Tags.ShouldBe(new Tags { Department = "sales" });
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Map_LongTag_IsKeptUpToItsLimit(int length, bool kept)
    {
        var text = new string('x', length);
        Mapping.Map(StripeEvents.Charge(metadata: new() { ["team"] = text })).Payments.ShouldHaveSingleItem()
            .Tags.Team.ShouldBe(kept ? text : null);
    }

    [Fact]
    public void Map_NoMetadata_HasNoTags() =>
        Mapping.Map(StripeEvents.Charge(customize: charge => charge.Remove("metadata"))).Payments.ShouldHaveSingleItem().Tags.ShouldBe(Tags.None);

    [Fact]
    public void Map_FieldsToCome_AreTolerated()
    {
        var body = StripeEvents.Charge(
            customize: charge => charge["quantum_state"] = new JsonObject { ["spin"] = 0.5 },
            envelope: envelope => envelope["api_version"] = "2031-01-01.zeta");

        var delivery = Mapping.Map(body);

        delivery.ApiVersion.ShouldBe("2031-01-01.zeta");
        delivery.Payments.ShouldHaveSingleItem();
    }

    [Fact]
    public void Map_StripesExamples_AreAllRead()
    {
        foreach (var file in Payloads.Files())
        {
            var body = File.ReadAllBytes(file);
            using var document = JsonDocument.Parse(body);

            var delivery = Mapping.MapAt(StripeEvents.At.AddYears(1), body);

            delivery.SourceKey.ShouldBe(document.RootElement.GetProperty("id").GetString(), file);
            delivery.OccurredAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(document.RootElement.GetProperty("created").GetInt64()), file);
            delivery.Quarantine.ShouldBeEmpty(file);
        }
    }

    [Theory]
    [InlineData("charge.succeeded.json", "ch:ch_3PgafuB7WZ01zgkW0XYmPNZs:capture=2000")]
    [InlineData("charge.refunded.json", "ch:ch_3PgafuB7WZ01zgkW0XYmPNZs:capture=2000")]
    [InlineData("refund.created.json", "re:re_3PgafuB7WZ01zgkW0qPvrRrP:out=-500")]
    [InlineData("refund.updated.failed.json", "re:re_3PgafuB7WZ01zgkW0qPvrRrP:out=-500 re:re_3PgafuB7WZ01zgkW0qPvrRrP:return=500")]
    [InlineData("charge.dispute.created.json", "")]
    [InlineData("charge.dispute.closed.json", "txn:txn_1Pgc71B7WZ01zgkWDispWdrw=-2000 txn:txn_1Pgc71B7WZ01zgkWDispRein=2000")]
    [InlineData("payout.paid.json", "po:po_1Pgc79B7WZ01zgkWu1KToYf4:paid=-1442")]
    [InlineData("invoice.paid.json", "")]
    public void Map_StripesExample_MovesWhatItShould(string file, string movements) =>
        string.Join(' ', Mapping.MapAt(StripeEvents.At.AddYears(1), Payloads.Read(file)).Payments.Select(payment => $"{payment.SourceKey}={payment.AmountMinor}"))
            .ShouldBe(movements);

    [Fact]
    public void Map_OurFixture_IsACaptureInEuro() =>
        Mapping.Map(Payloads.Fixture("charge.succeeded.json")).Movements().ShouldBe([("ch:ch_fixture_0001:capture", PaymentKind.Capture, 12_900, "EUR")]);
}
