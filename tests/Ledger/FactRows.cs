using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Ledger;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Ledger;

/// <summary>Appends a fact and compares its row, column by column.</summary>
internal sealed class FactRows(LedgerDatabase ledger)
{
    // What the server sets, or what another test looks at.
    private const string Ignored = "{tenant_id,seq,recorded_at,xid,incarnation,event_seq}";

    public static readonly DateTimeOffset Arrival = new(2026, 2, 1, 9, 30, 0, TimeSpan.FromHours(2));

    public static readonly Tags Tags = new()
    {
        Department = "sales",
        Team = "closers",
        OwnerId = "usr_1",
        ClientId = "c1",
        Branch = "north",
        SourceFunnel = "webinar",
        UtmSource = "google",
        UtmMedium = "cpc",
        UtmCampaign = "frühling",
        UtmTerm = "crm",
        UtmContent = "ad-1",
    };

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public LedgerWriter Writer { get; } = new(ledger.Database, Metering.Off);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task ShouldKeepAsync<T>(T fact, Func<Delivery, T, Delivery> add, string table, object expected, bool tagged = true)
    {
        var tenant = await ledger.AddTenantAsync();

        await Writer.AppendAsync(add(Deliveries.Say(tenant, "e1") with { OccurredAt = Arrival }, fact), Cancel);

        await ShouldBeAsync(tenant, table, expected, tagged);
        (await ledger.ScalarAsync<bool>(
            $"select bool_and((t.event_seq, t.xid) = (e.seq, e.xid)) from ledger.{table} as t join ledger.raw_events as e using (tenant_id) where t.tenant_id = $1", tenant))
            .ShouldBeTrue();
    }

    /// <param name="expected">Its columns by name: what is not here, and not set by the server, is null.</param>
    public async Task ShouldBeAsync(Guid tenant, string table, object expected, bool tagged = true) =>
        (await RowAsync(tenant, table)).ShouldBe(await ExpectedAsync(table, Merged(expected, tagged)));

    private Task<string> RowAsync(Guid tenant, string table) =>
        ledger.ScalarAsync<string>($"select (to_jsonb(t) - '{Ignored}'::text[])::text from ledger.{table} as t where tenant_id = $1", tenant);

    /// <summary>As the table would write it, every other column null.</summary>
    private Task<string> ExpectedAsync(string table, JsonObject columns) => ledger.ScalarAsync<string>(
        $"select (to_jsonb(jsonb_populate_record(null::ledger.{table}, $1::jsonb)) - '{Ignored}'::text[])::text", columns.ToJsonString());

    private static JsonObject Merged(object columns, bool tagged = true)
    {
        var merged = tagged ? JsonSerializer.SerializeToNode(Tags, SnakeCase)!.AsObject() : [];
        merged["source"] = "gohighlevel";
        foreach (var (name, value) in JsonSerializer.SerializeToNode(columns)!.AsObject())
        {
            merged[name] = value?.DeepClone();
        }

        return merged;
    }
}
