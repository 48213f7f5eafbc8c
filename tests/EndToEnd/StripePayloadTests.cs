using System.Net;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.Stripe;

namespace Plumbline.Tests.EndToEnd;

/// <summary>Stripe's own example bodies, signed and posted, and what the ledger then holds. They are not part of this repository: PAYLOADS_DIR says where they are.</summary>
public sealed class StripePayloadTests(StripePayloadTests.App fixture) : IClassFixture<StripePayloadTests.App>
{
    // Movements that are read from each; every one is in test mode, so it counts nowhere and links nobody.
    private static readonly Dictionary<string, (string Type, string Movements)> Expected = new()
    {
        ["charge.succeeded"] = ("charge.succeeded", "ch:ch_3PgafuB7WZ01zgkW0XYmPNZs:capture capture 2000 USD test"),
        ["charge.refunded"] = ("charge.refunded", "ch:ch_3PgafuB7WZ01zgkW0XYmPNZs:capture capture 2000 USD test"),
        ["charge.dispute.created"] = ("charge.dispute.created", ""),
        ["charge.dispute.closed"] = ("charge.dispute.closed", "txn:txn_1Pgc71B7WZ01zgkWDispRein dispute 2000 USD test, txn:txn_1Pgc71B7WZ01zgkWDispWdrw dispute -2000 USD test"),
        ["refund.created"] = ("refund.created", "re:re_3PgafuB7WZ01zgkW0qPvrRrP:out refund -500 USD test"),
        ["refund.updated.failed"] = ("refund.updated", "re:re_3PgafuB7WZ01zgkW0qPvrRrP:out refund -500 USD test, re:re_3PgafuB7WZ01zgkW0qPvrRrP:return refund_return 500 USD test"),
        ["checkout.session.completed"] = ("checkout.session.completed", ""),
        ["customer.subscription.created"] = ("customer.subscription.created", ""),
        ["customer.subscription.updated"] = ("customer.subscription.updated", ""),
        ["customer.subscription.deleted"] = ("customer.subscription.deleted", ""),
        ["event_test_signature"] = ("customer.created", ""),
        ["invoice.paid"] = ("invoice.paid", ""),
        ["payment_intent.succeeded"] = ("payment_intent.succeeded", ""),
        ["payout.paid"] = ("payout.paid", "po:po_1Pgc79B7WZ01zgkWu1KToYf4:paid payout -1442 USD test"),
    };

    private FunctionApp Running => fixture.Running;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Also the name of its secret, which has to be an environment variable's.
    private static string SlugOf(string name) => name.Replace('.', '-').Replace('_', '-');

    [Fact]
    public async Task Post_EachOfStripesExamples_IsStoredWithWhatItMoves()
    {
        var files = Payloads.Files().ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllBytes);
        files.Keys.Order().ShouldBe(Expected.Keys.Order());

        foreach (var (name, body) in files)
        {
            // Each to a tenant of its own: several speak of the same charge.
            var slug = SlugOf(name);
            await Running.AddTenantAsync(slug);
            (await PostAsync(slug, body)).ShouldBe((HttpStatusCode.OK, """{"outcome":"stored"}"""), name);
            (await PostAsync(slug, body)).ShouldBe((HttpStatusCode.OK, """{"outcome":"duplicate"}"""), name);

            (await LinesAsync(slug, "select event_type || ' ' || octet_length(b.body) from ledger.raw_events e join ledger.bodies b on (b.tenant_id, b.event_seq) = (e.tenant_id, e.seq) join config.tenants t on t.tenant_id = e.tenant_id where t.slug = $1"))
                .ShouldBe($"{Expected[name].Type} {body.Length}", name);
            (await LinesAsync(slug, "select concat_ws(' ', p.source_key, p.kind, p.amount_minor, p.currency, case when p.livemode then 'live' else 'test' end) from ledger.raw_payments p join config.tenants t using (tenant_id) where t.slug = $1 order by p.source_key"))
                .ShouldBe(Expected[name].Movements, name);
            (await LinesAsync(slug, "select l.kind from ledger.links l join config.tenants t using (tenant_id) where t.slug = $1")).ShouldBe("", name);
            (await LinesAsync(slug, "select q.reason from ledger.quarantine q join config.tenants t using (tenant_id) where t.slug = $1")).ShouldBe("", name);
        }

        (await LinesAsync(SlugOf("charge.dispute.closed"), "select concat_ws(' ', p.settlement_amount_minor, p.settlement_fee_minor, p.settlement_net_minor, p.settlement_currency) from ledger.raw_payments p join config.tenants t using (tenant_id) where t.slug = $1 order by p.source_key"))
            .ShouldBe("2000 0 2000 USD, -2000 1500 -3500 USD");
        (await LinesAsync(SlugOf("invoice.paid"), "select unnest(e.related_ids) from ledger.raw_events e join config.tenants t using (tenant_id) where t.slug = $1"))
            .ShouldBe("cus_QXg1o8vcGmoR32, sub_1Pgc6rB7WZ01zgkWNy0Cn5nw");
    }

    private Task<(HttpStatusCode Status, string Body)> PostAsync(string slug, byte[] body) => StripePost.SendAsync(
        Running.Http, $"/api/webhooks/stripe/{slug}", body, StripeEvents.Sign(body, App.Secret, TimeProvider.System.GetUtcNow()), Cancel);

    private Task<string> LinesAsync(string slug, string sql) => Running.ScalarAsync<string>(
        $"select coalesce(string_agg(line, ', '), '') from ({sql.Replace("$1", $"'{slug}'", StringComparison.Ordinal)}) as rows (line)");

    public sealed class App : IAsyncLifetime
    {
        public const string Secret = "whsec_of_this_test";

        public App()
        {
            foreach (var name in Expected.Keys)
            {
                Running.Settings[$"Secrets__stripe-webhook--{SlugOf(name)}"] = Secret;
            }
        }

        public FunctionApp Running { get; } = new();

        public ValueTask InitializeAsync() => Running.InitializeAsync();

        public ValueTask DisposeAsync() => Running.DisposeAsync();
    }
}
