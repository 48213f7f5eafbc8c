using Npgsql;
using Plumbline.Local.Demo;

namespace Plumbline.Tests.EndToEnd;

/// <summary>Deliveries as GoHighLevel sends them, and tenants they belong to.</summary>
internal static class GoHighLevelPost
{
    // As the manage API writes it, in one statement; a pipeline, its stage and an owner only where they are named.
    private const string InsertTenant = """
        with tenant as (
            insert into config.tenants (slug) values ($1) returning tenant_id
        ),
        version as (
            insert into config.tenant_versions (tenant_id, name, currency, first_month, location_id, actor)
            select tenant_id, 'Test & Sons', 'USD', '2025-01-01', $2, 'test' from tenant
            returning tenant_id, seq
        ),
        zone as (
            insert into config.time_zones (tenant_id, effective_from, time_zone, actor)
            select tenant_id, '2025-01-01', 'America/New_York', 'test' from tenant
        ),
        pipeline as (
            insert into config.pipelines (tenant_id, tenant_version, pipeline_id, name, display_order)
            select tenant_id, seq, 'PIPELINE_ID_20_CHARS', 'Sales', 1 from version
        ),
        stage as (
            insert into config.stages (tenant_id, tenant_version, pipeline_id, stage_id, name, display_order)
            select tenant_id, seq, 'PIPELINE_ID_20_CHARS', 'stage_qualified', 'Qualified', 1 from version
        ),
        owner as (
            insert into config.owners (tenant_id, tenant_version, owner_id, email, effective_from)
            select tenant_id, seq, 'usr_rep', 'rep@example.com', '2025-01-01' from version
        )
        select tenant_id from tenant
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A tenant with a pipeline and an owner, in the moment before anybody asks for it.</summary>
    public static async Task<Guid> AddTenantAsync(string adminConnectionString, string slug, string? location)
    {
        await using var connection = new NpgsqlConnection(adminConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(InsertTenant, connection)
        {
            Parameters = { new NpgsqlParameter { Value = slug }, new NpgsqlParameter<string?> { TypedValue = location } },
        };
        return (Guid)(await command.ExecuteScalarAsync(Cancel))!;
    }

    public static Task<GoHighLevelAnswer> SignedAsync(HttpClient http, string slug, byte[] body) =>
        SendAsync(http, slug, body, ("X-GHL-Signature", GoHighLevelSigner.Sign(body)));

    /// <param name="path">The tenant, and a query string if there is one.</param>
    public static async Task<GoHighLevelAnswer> SendAsync(HttpClient http, string path, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/webhooks/ghl/{path}") { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        using var response = await http.SendAsync(request, Cancel);
        return new GoHighLevelAnswer(
            response.StatusCode, await response.Content.ReadAsStringAsync(Cancel), response.Headers.RetryAfter?.Delta?.TotalSeconds);
    }
}
