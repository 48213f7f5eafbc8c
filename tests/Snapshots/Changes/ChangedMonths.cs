using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Snapshots;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Deliveries;

namespace Plumbline.Tests.Snapshots;

/// <summary>A tenant whose months are closed, and what comes after.</summary>
internal sealed class ChangedMonths(LedgerDatabase ledger)
{
    private readonly ManualTime time = new(new DateTimeOffset(2026, 6, 20, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Database Database => new(ledger.App, time);

    public RetroactiveChanges Changes => new(Database, NullLogger<RetroactiveChanges>.Instance);

    public async Task<Tenant> TenantAsync(string firstMonth = "2026-01")
    {
        var id = await ledger.AddTenantAsync("America/New_York", firstMonth: $"{firstMonth}-01");
        var slug = await ledger.ScalarAsync<string>("select slug from config.tenants where tenant_id = $1", id);
        return (await new TenantDirectory(Database, time).FindAsync(slug, Cancel))!;
    }

    public Task AppendAsync(Tenant tenant, params Payment[] payments) =>
        AppendAsync(Event(tenant.Id, $"evt_{Guid.NewGuid():n}", "{}", payments));

    public Task AppendAsync(params Delivery[] deliveries) => new LedgerWriter(Database, Metering.Off).AppendAsync(deliveries, Cancel);

    /// <summary>Voids a payment, or corrects a measure by an amount.</summary>
    public Task<long> AdjustAsync(Tenant tenant, string? voidPayment = null, long amount = 0, string at = "2026-01-20", string measure = "cash") => ledger.ScalarAsync<long>(
        """
        insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, measure, amount, currency, reason, actor)
        select $1, 'manual', gen_random_uuid()::text, $2::text::timestamptz, case when $3::text is null then 'amount' else 'void' end,
            case when $3::text is not null then 'raw_payments' end, (select p.seq from ledger.raw_payments as p where p.tenant_id = $1 and p.source_key = $3),
            case when $3::text is null then $5 end, case when $3::text is null then $4 end, case when $3::text is null then 'USD' end, 'a correction of the test', 'test'
        returning seq
        """,
        tenant.Id, at, voidPayment, (decimal)amount, measure);

    public async Task FreezeAsync(Tenant tenant, string month)
    {
        var freezer = Freezing.FreezerOf(Database, Freezing.NoStorage, time);
        (await freezer.FreezeAsync(tenant, Of(month), "test", "a test", afterGrace: false, Cancel)).ShouldBeOfType<FreezeResult.Frozen>().AlreadyFrozen.ShouldBeFalse();
    }

    public async Task<IReadOnlyList<ChangedKpi>> ReadAsync(Tenant tenant, string month, int rows = 100) =>
        (await Changes.ReadAsync(tenant, Of(month), rows, Cancel)).ShouldNotBeNull().Changes;

    public async Task<ChangedKpi> ReadAsync(Tenant tenant, string month, string kpi, string? currency = null) =>
        (await ReadAsync(tenant, month)).Where(changed => changed.Change.Kpi == kpi && (currency is null || changed.Change.Currency == currency)).ShouldHaveSingleItem();

    public static Month Of(string month)
    {
        Month.TryParse(month, out var parsed).ShouldBeTrue();
        return parsed;
    }

    public static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
