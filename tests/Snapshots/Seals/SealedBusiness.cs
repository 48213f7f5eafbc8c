using Plumbline.Snapshots.Seals;
using Plumbline.Tenants;
using Plumbline.Tests.Local;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Deliveries;

namespace Plumbline.Tests.Snapshots.Seals;

/// <summary>Two businesses of three closed months each, whose database a superuser attacks and puts right again.</summary>
public sealed class SealedBusiness(SharedAzurite azurite) : IAsyncLifetime
{
    public LedgerDatabase Ledger { get; } = new();

    internal Sealing Sealing { get; private set; } = null!;

    internal Tenant Tenant { get; private set; } = null!;

    internal Tenant Other { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Ledger.InitializeAsync();
        Sealing = new Sealing(Ledger.Database, await azurite.ConnectionStringAsync());
        Tenant = await PrepareAsync();
        Other = await PrepareAsync();
    }

    public async ValueTask DisposeAsync() => await Ledger.DisposeAsync();

    /// <summary>What a superuser can do once the triggers are off; put right again when the result is disposed of.</summary>
    /// <param name="tables">What it touches.</param>
    internal async Task<IAsyncDisposable> AttackAsync(string[] tables, string sql)
    {
        foreach (var table in tables)
        {
            await Ledger.ExecuteAsync($"alter table {table} disable trigger all; create table {Saved(table)} as table {table}");
        }

        var attack = new Attack(this, tables);
        try
        {
            await Ledger.ExecuteAsync(sql);
            return attack;
        }
        catch
        {
            await attack.DisposeAsync();
            throw;
        }
    }

    internal Task<SealReport> VerifyAsync(Tenant tenant) => Sealing.VerifyAsync(tenant);

    // Payments jan-1 to jan-4 and so on of each month, clients c1 and c2, of whom c2 is erased in February, and what came late.
    private async Task<Tenant> PrepareAsync()
    {
        var slug = $"sealed-{Guid.NewGuid():n}"[..24];
        var id = await Ledger.AddTenantAsync("UTC", firstMonth: "2026-01-01", slug: slug);
        var tenant = await Sealing.TenantAsync(slug);
        foreach (var (name, month) in new[] { ("jan", 1), ("feb", 2), ("mar", 3) })
        {
            var day = new DateTimeOffset(2026, month, 10, 12, 0, 0, TimeSpan.Zero);
            await Sealing.AppendAsync(
            [
                .. Enumerable.Range(1, 4).Select(n => Event(
                    id, $"evt_{name}_{n}", $$"""{"{{name}}": {{n}}}""", Payment($"{name}-{n}", 100 * n, at: day, charge: $"ch_{name}_{n}", tags: new() { ClientId = $"c{n % 2 + 1}" }))
                    with { Tags = new() { ClientId = $"c{n % 2 + 1}" } }),
                Observations.Contact(id, $"c_{name}", day.ToString("o")),
                Observations.Deal(id, $"d_{name}", day.ToString("o"), "won"),
                Observations.Spend(id, $"2026-0{month}-10", $"2026-0{month}-11", 500),
            ]);
            if (name == "feb")
            {
                await EraseAsync(id, "c2");
            }

            await Sealing.FreezeAsync(tenant, $"2026-0{month}");
        }

        await Sealing.AppendAsync(Event(id, "evt_late", """{"late": true}""", Payment("late", 7)));
        return tenant;
    }

    private Task EraseAsync(Guid tenant, string client) => Ledger.ExecuteAsync(
        $"begin; set local role ledger_owner; select ledger.erase('{tenant}', '{client}', 'asked by the client', 'admin'); commit");

    private static string Saved(string table) => $"saved_{table.Replace('.', '_')}";

    private sealed class Attack(SealedBusiness business, string[] tables) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var table in tables)
            {
                await business.Ledger.ExecuteAsync(
                    $"delete from {table}; insert into {table} overriding system value select * from {Saved(table)}; drop table {Saved(table)}");
            }
        }
    }
}
