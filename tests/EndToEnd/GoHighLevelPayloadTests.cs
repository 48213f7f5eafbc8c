using System.Text.Json;
using Npgsql;
using Plumbline.Local.Demo;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

/// <summary>
/// HighLevel's own example bodies, each posted to a tenant of its location, and what the ledger then holds. They are not part of
/// this repository: PAYLOADS_DIR says where they are.
/// </summary>
public sealed class GoHighLevelPayloadTests(GoHighLevelPayloadTests.App fixture) : IClassFixture<GoHighLevelPayloadTests.App>
{
    private const string Deal = "deal wWhVuzqpRuOA1ZVWi4FC VDm7RPYC2GLUvdpKmBfC/e93ba61a-53b3-45e7-985a-c7732dbcdb69 open 4000 USD added 2021-11-26T12:41:02 from Loram ipsu of cJAWDskpkJHbRbhAT7bs by bNl8QNGXhIQJLv8eeASQ";
    private const string Call = "call 0007BWpSzSwfiuSl0tR2 on BqTwX8QFwXzpegMve9EQ confirmed booked 2023-09-25T10:30:00 start 2023-09-25T10:30:00 end 2023-09-25T10:30:00 since 2023-09-25T10:30:00 of 9NkT25Vor1v4aQatFsv2 by YlWd2wuCAZQzh2cH1fVZ";
    private const string Client = "client nmFmQEsNgz6AVpgLVUJ0 added 2021-11-26T12:41:02 email phone labels duis dolor commodo aliqua,id magna sed lorem from xyz form by nmFmQEsNgz6AVpgLVUJ0";
    private const string WorkflowClient = "client CONTACT_ID_20_CHARS added 2026-09-08T18:45:39 email phone labels tag one,tag two from Strategy Call Calendar";

    // What is stored besides the event itself; the documentation's own slips stay as they are printed.
    private static readonly Dictionary<string, (string Outcome, string Type, string[] Rows)> Expected = new()
    {
        ["OpportunityCreate"] = ("stored", "OpportunityCreate", [Deal]),
        ["OpportunityUpdate"] = ("stored", "OpportunityUpdate", [Deal]),
        ["OpportunityStageUpdate"] = ("stored", "OpportunityStageUpdate", [Deal]),
        ["OpportunityStatusUpdate"] = ("stored", "OpportunityStatusUpdate", [Deal]),
        ["OpportunityMonetaryValueUpdate"] = ("stored", "OpportunityMonetaryValueUpdate", [Deal]),
        ["OpportunityAssignedToUpdate"] = ("stored", "OpportunityAssignedToUpdate", [Deal]),
        ["OpportunityDelete"] = ("stored", "OpportunityDelete", [$"deleted {Deal}"]),
        ["AppointmentCreate"] = ("stored", "AppointmentCreate", [Call]),
        ["AppointmentUpdate"] = ("stored", "AppointmentCreate", [Call]),
        ["AppointmentDelete"] = ("stored", "AppointmentCreate", [Call]),
        ["ContactCreate"] = ("stored", "ContactCreate", [Client]),
        ["ContactUpdate"] = ("stored", "ContactUpdate", [Client]),
        ["ContactTagUpdate"] = ("stored", "ContactTagUpdate", [Client]),
        ["ContactDndUpdate"] = ("stored", "ContactDndUpdate", [Client]),
        ["ContactDelete"] = ("stored", "ContactDelete", [$"deleted {Client}"]),
        ["InboundMessage"] = ("stored", "InboundMessage", []),
        ["InboundMessage.call"] = ("stored", "OutboundMessage", []),
        ["InboundMessage.email"] = ("stored", "InboundMessage", []),
        ["InboundMessage.voicemail"] = ("stored", "InboundMessage", []),
        ["OutboundMessage"] = ("stored", "OutboundMessage", []),
        ["OutboundMessage.call"] = ("stored", "OutboundMessage", []),
        ["OutboundMessage.email"] = ("stored", "OutboundMessage", []),
        ["OutboundMessage.voicemail"] = ("stored", "OutboundMessage", []),
        ["InvoiceCreate"] = NoOnes,
        ["InvoiceDelete"] = NoOnes,
        ["InvoicePaid"] = NoOnes,
        ["InvoicePartiallyPaid"] = NoOnes,
        ["InvoiceSent"] = NoOnes,
        ["InvoiceUpdate"] = NoOnes,
        ["InvoiceVoid"] = NoOnes,
        ["OrderCreate"] = ("stored", "OrderCreate", []),
        ["OrderStatusUpdate"] = ("stored", "OrderStatusUpdate", []),
        ["TaskCreate"] = ("stored", "TaskCreate", []),
        ["TaskComplete"] = ("stored", "TaskComplete", []),
        ["TaskDelete"] = ("stored", "TaskDelete", []),
        ["UserCreate"] = ("stored", "UserCreate", []),
        ["workflow_AppointmentStatus"] = ("stored", "AppointmentUpdate",
        [
            "call APPOINTMENT_ID_20CH on CALENDAR_ID_20_CHARS confirmed booked 2026-09-08T18:45:42 start 2026-09-13T14:00:00 end 2026-09-13T14:30:00 since arrival of CONTACT_ID_20_CHARS",
            WorkflowClient,
        ]),
        ["workflow_OpportunityStageChanged"] = ("stored", "OpportunityStageUpdate",
        [
            $"{WorkflowClient} by usr_rep through CRM UI",
            "deal OPPORTUNITY_ID_20CH PIPELINE_ID_20_CHARS/stage_qualified open 500000 USD from fb ads of CONTACT_ID_20_CHARS by usr_rep",
        ]),
        ["workflow_PaymentReceived"] = ("stored", "workflow.contact", [$"{WorkflowClient} by usr_rep through CRM UI"]),
    };

    // An invoice as printed says neither what it is nor whose.
    private static (string, string, string[]) NoOnes => ("quarantined", "(untyped)", ["quarantine no-location", "quarantine unmappable"]);

    private const string SelectRows = """
        with rows (line) as (
            select concat_ws(' ',
                case when deleted then 'deleted' end, 'deal', opportunity_id, pipeline_id || '/' || stage_id, status, value_minor, currency,
                'added ' || to_char(added_at, 'YYYY-MM-DD"T"HH24:MI:SS'), 'from ' || origin, 'of ' || client_id, 'by ' || owner_id,
                case when effective_at < recorded_at - interval '1 minute' then 'long ago' end)
            from ledger.raw_opportunities
            where tenant_id = $1
            union all
            select concat_ws(' ',
                case when deleted then 'deleted' end, 'call', appointment_id, 'on', calendar_id, status,
                'booked ' || to_char(booked_at, 'YYYY-MM-DD"T"HH24:MI:SS'),
                'start ' || to_char(start_at, 'YYYY-MM-DD"T"HH24:MI:SS'),
                'end ' || to_char(end_at, 'YYYY-MM-DD"T"HH24:MI:SS'),
                'since ' || case when effective_at < recorded_at - interval '1 minute' then to_char(effective_at, 'YYYY-MM-DD"T"HH24:MI:SS') else 'arrival' end,
                'of ' || client_id, 'by ' || owner_id)
            from ledger.raw_appointments
            where tenant_id = $1
            union all
            select concat_ws(' ',
                case when deleted then 'deleted' end, 'client', entity_id, 'added ' || to_char(added_at, 'YYYY-MM-DD"T"HH24:MI:SS'),
                case when has_email and length(email_hash) = 32 then 'email' end, case when has_phone and length(phone_hash) = 32 then 'phone' end,
                'labels ' || array_to_string(labels, ','), 'from ' || origin, 'by ' || owner_id, 'through ' || source_funnel, utm_source, utm_campaign,
                case when client_id <> entity_id then 'of ' || client_id end,
                case when effective_at < recorded_at - interval '1 minute' then 'long ago' end)
            from ledger.raw_clients
            where tenant_id = $1
            union all
            select 'quarantine ' || reason from ledger.quarantine where tenant_id = $1
            union all
            select 'payment' from ledger.raw_payments where tenant_id = $1
            union all
            select 'without its bytes' from ledger.raw_events as e
            where tenant_id = $1 and not exists (select from ledger.bodies as b where b.tenant_id = e.tenant_id and b.event_seq = e.seq and b.body = $2)
        )
        select line from rows order by line collate "C"
        """;

    public static TheoryData<string> Names => [.. Expected.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Post_HighLevelsExample_LeavesTheseRows(string name)
    {
        var body = File.ReadAllBytes(Path.Combine(Folder(), $"{name}.json"));
        var tenant = await GoHighLevelPost.AddTenantAsync(fixture.Running.AdminConnectionString, SlugOf(name), LocationOf(body));
        var (outcome, type, rows) = Expected[name];

        var answer = name.StartsWith("workflow_", StringComparison.Ordinal)
            ? await GoHighLevelPost.SendAsync(fixture.Running.Http, SlugOf(name), body, ("Authorization", $"Bearer {App.Secret}"))
            : await GoHighLevelPost.SignedAsync(fixture.Running.Http, SlugOf(name), body);

        answer.Outcome.ShouldBe(outcome, answer.Body);
        (await ListAsync("select source || ' ' || event_type from ledger.raw_events where tenant_id = $1", tenant)).ShouldBe([$"gohighlevel {type}"]);
        (await ListAsync(SelectRows, tenant, body)).ShouldBe(rows);
    }

    [Fact]
    public void Expected_OfEveryExample_IsWritten() =>
        Directory.GetFiles(Folder(), "*.json").Select(Path.GetFileNameWithoutExtension).Where(name => !name!.StartsWith("api_", StringComparison.Ordinal))
            .ShouldBe(Expected.Keys, ignoreOrder: true);

    private static string Folder()
    {
        var root = Environment.GetEnvironmentVariable("PAYLOADS_DIR");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "PAYLOADS_DIR is not set: HighLevel's example bodies are not in this repository.");
        return Path.Combine(root!, "gohighlevel");
    }

    private static string SlugOf(string name) => string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();

    private static string LocationOf(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.TryGetProperty("locationId", out var id) ? id.GetString()!
            : document.RootElement.TryGetProperty("location", out var location) ? location.GetProperty("id").GetString()!
            : "the location of a body that names none";
    }

    private async Task<List<string>> ListAsync(string sql, params object[] parameters)
    {
        await using var source = NpgsqlDataSource.Create(fixture.Running.AdminConnectionString);
        await using var command = source.CreateCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    public sealed class App : IAsyncLifetime
    {
        public const string Secret = "ghlwf_of_this_test";

        public App()
        {
            Running.Settings["GoHighLevel__PublicKey"] = GoHighLevelSigner.DemoPublicKey;
            Running.Settings["Secrets__contact-hash"] = "key of this test's hashes";
            foreach (var name in Names.Select(row => row.Data))
            {
                Running.Settings[$"Secrets__ghl-workflow--{SlugOf(name)}"] = Secret;
            }
        }

        public FunctionApp Running { get; } = new();

        public ValueTask InitializeAsync() => Running.InitializeAsync();

        public ValueTask DisposeAsync() => Running.DisposeAsync();
    }
}
