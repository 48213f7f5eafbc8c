using Microsoft.Extensions.Configuration;
using Plumbline.Digest;
using Plumbline.Platform;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Digest;

[Trait("Category", "Sql")]
public sealed class DigestOutboxTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static readonly Month January = new(new DateOnly(2026, 1, 1));
    private static readonly DateTimeOffset EndsAt = new(2026, 2, 1, 5, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(6, 0, true)]
    [InlineData(6, (7 * 24) + 6, true)]
    [InlineData(6, (7 * 24) + 7, false)]
    [InlineData(240, 240, true)]
    [InlineData(240, (7 * 24) + 240, true)]
    [InlineData(240, (7 * 24) + 241, false)]
    public async Task RequestIfDue_HoursAfterTheMonth_IsForAWeekFromItsClose(int graceHours, int hours, bool isDue)
    {
        var id = await ledger.AddTenantAsync();
        var tenant = Digests.Tenant with { Id = id, GraceHours = graceHours };
        var outbox = new DigestOutbox(ledger.Database, new Storage(new ConfigurationBuilder().Build(), null!), new ManualTime(EndsAt.AddHours(hours)));

        await using (var session = await ledger.Database.OpenAsync(id, Cancel))
        {
            await outbox.RequestIfDueAsync(session, tenant, January, EndsAt, Cancel);
            await session.CommitAsync(Cancel);
        }

        (await ledger.ScalarAsync<long>("select count(*) from ops.digests where tenant_id = $1 and revision = 1", id)).ShouldBe(isDue ? 1 : 0);
    }
}
