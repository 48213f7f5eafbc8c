using Microsoft.AspNetCore.Mvc;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Tenants;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Manage;

[Trait("Category", "Sql")]
public sealed class ManageDeskTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_CallThatWroteItselfDown_IsLeftAtThat()
    {
        var entries = await EntriesAsync(call => AuditAsync(call, isCommitted: true));

        entries.ShouldBe(["function key thing.do own {\"by\": \"itself\"}"]);
    }

    [Fact]
    public async Task Answer_CallWhoseEntryWasRolledBack_IsWrittenDownByTheDesk()
    {
        var entries = await EntriesAsync(call => AuditAsync(call, isCommitted: false));

        entries.ShouldBe(["function key thing.do given {\"status\": 200}"]);
    }

    [Fact]
    public async Task Answer_CallThatFails_IsWrittenDownWithoutAStatus()
    {
        var entries = await EntriesAsync(_ => throw new TimeoutException("of a test"));

        entries.ShouldBe(["function key thing.do given {}"]);
    }

    [Fact]
    public async Task Answer_CallWhoseCallerHasGone_IsWrittenDown()
    {
        using var gone = new CancellationTokenSource();
        var entries = await EntriesAsync(
            async _ =>
            {
                await gone.CancelAsync();
                return new StatusCodeResult(204);
            },
            gone.Token);

        entries.ShouldBe(["function key thing.do given {\"status\": 204}"]);
    }

    private async Task<IActionResult> AuditAsync(ManageCall call, bool isCommitted)
    {
        await using var session = await ledger.Database.OpenAsync(call.Tenant.Id, Cancel);
        await call.AuditAsync(session, "own", new { by = "itself" }, Cancel);
        if (isCommitted)
        {
            await session.CommitAsync(Cancel);
        }

        return new JsonResponse(new { });
    }

    private async Task<List<string>> EntriesAsync(Func<ManageCall, Task<IActionResult>> answer, CancellationToken? cancel = null)
    {
        var slug = $"t{Guid.NewGuid():n}"[..20];
        var tenant = await ledger.AddTenantAsync(slug: slug);
        // Nobody's bearer token is asked for here.
        var desk = new ManageDesk(null!, new TenantDirectory(ledger.Database, TimeProvider.System), ledger.Database);
        try
        {
            await desk.AnswerKeyAsync(slug, "thing.do", "given", answer, cancel ?? Cancel);
        }
        catch (TimeoutException)
        {
        }

        return await ledger.ListAsync(
            "select concat_ws(' ', actor, action, subject, details) from config.audit where tenant_id = $1 order by seq", row => row.GetString(0), tenant);
    }
}
