using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation.GoHighLevel;

public sealed class AppointmentReconciliationTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static readonly DateTimeOffset Now = GoHighLevelSource.Now;

    [Fact]
    public async Task Run_AllAlike_MatchesWhateverTheOffset()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        await TellAsync(source, "a1", Now.AddDays(-8));
        source.Location.Appointments["a1"]["startTime"] = (Now.AddDays(-5).ToOffset(TimeSpan.FromHours(-5))).ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);

        (await source.ItemsAsync(await source.RunAsync())).ShouldBe(["appointment a1 matched", "contact con_1 missing"]);
        (await source.FindingsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_LedgerLacksAChange_AppendsItWithItsDate()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        await TellAsync(source, "a1", Now.AddDays(-8));
        source.Location.Appointments["a1"] = GoHighLevelSource.Appointment("a1", Now.AddDays(-4), "showed");
        source.Location.Appointments["a2"] = GoHighLevelSource.Appointment("a2", Now.AddDays(-9));

        (await source.ItemsAsync(await source.RunAsync())).ShouldBe(["appointment a1 missing", "appointment a2 missing", "contact con_1 missing"]);

        (await source.AppointmentAsync("a1")).ShouldBe("02-26 12:30 showed 02-25 12:30");
        (await source.AppointmentAsync("a2")).ShouldBe("02-21 12:30 confirmed 02-25 12:30");
        (await source.FindingsAsync()).ShouldBeEmpty();
        var rows = await source.CountRowsAsync();
        (await source.ItemsAsync(await source.RunAsync())).ShouldBe(["appointment a1 matched", "appointment a2 matched"]);
        (await source.CountRowsAsync()).ShouldBe(rows);
    }

    [Fact]
    public async Task Run_LedgerSaysOtherwise_IsFoundAndCorrectedOnce()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        await source.DeliverAsync(GoHighLevelSource.WebhookOf(GoHighLevelSource.Appointment("a1", Now.AddDays(-4), "noshow"), "w1"));
        source.Location.Appointments["a1"] = GoHighLevelSource.Appointment("a1", Now.AddDays(-4), "showed");

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("appointment a1 differing");
        (await source.FindingsAsync()).ShouldBe(["appointment_differs a1 open"]);
        (await source.AppointmentAsync("a1")).ShouldBe("02-26 12:30 showed 02-25 12:30");

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("appointment a1 matched");
        (await source.FindingsAsync()).ShouldBe(["appointment_differs a1 resolved"]);
    }

    [Fact]
    public async Task Run_DeletedAtTheSource_IsDeletedHereToo()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        await TellAsync(source, "a1", Now.AddDays(-8));
        source.Location.Appointments.Clear();

        (await source.ItemsAsync(await source.RunAsync())).ShouldContain("appointment a1 extra");
        (await source.FindingsAsync()).ShouldBe(["appointment_extra a1 open"]);
        (await source.AppointmentAsync("a1")).ShouldBe("03-02 12:30 - - deleted");

        (await source.ItemsAsync(await source.RunAsync())).ShouldBeEmpty();
        (await source.FindingsAsync()).ShouldBe(["appointment_extra a1 resolved"]);
    }

    [Fact]
    public async Task Run_SoManyAreGoneThatItMustBeAFault_DeletesNone()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        await source.DeliverAsync([.. Enumerable.Range(0, 30).Select(n => GoHighLevelSource.WebhookOf(GoHighLevelSource.Appointment($"a{n}", Now.AddDays(-8)), $"w{n}"))]);

        await source.RunAsync();

        (await source.FindingsAsync()).ShouldBe(["appointments_vanished appointments open"]);
        (await ledger.ScalarAsync<bool>("select bool_or(deleted) from ledger.raw_appointments where tenant_id = $1", source.Tenant.Id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_OfAFewMostAreGone_DeletesNone()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        foreach (var n in Enumerable.Range(0, 5))
        {
            await TellAsync(source, $"a{n}", Now.AddDays(-8));
        }

        foreach (var n in Enumerable.Range(2, 3))
        {
            source.Location.Appointments.TryRemove($"a{n}", out _);
        }

        await source.RunAsync();

        (await source.FindingsAsync()).ShouldBe(["appointments_vanished appointments open"]);
        (await ledger.ScalarAsync<bool>("select bool_or(deleted) from ledger.raw_appointments where tenant_id = $1", source.Tenant.Id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_FoundBeforeTheTimeCompared_IsLookedAtAgain()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        await source.DeliverAsync(GoHighLevelSource.WebhookOf(GoHighLevelSource.Appointment("a1", Now.AddDays(-4), "noshow"), "w1"));
        source.Location.Appointments["a1"] = GoHighLevelSource.Appointment("a1", Now.AddDays(-4), "showed");
        await ledger.ExecuteAsync("insert into config.field_owners (field, source, actor) values ('appointments', 'finance', 'test')");
        try
        {
            await source.RunAsync();
            source.Time.Now += TimeSpan.FromDays(90);

            (await source.ItemsAsync(await source.RunAsync(since: Now.AddDays(60)))).ShouldContain("appointment a1 differing");

            (await source.FindingsAsync()).ShouldBe(["appointment_differs a1 open"]);
            (await source.AppointmentAsync("a1")).ShouldBe("02-26 12:30 noshow 02-25 12:30");
        }
        finally
        {
            await ledger.ExecuteAsync("insert into config.field_owners (field, source, actor) values ('appointments', 'gohighlevel', 'test')");
        }

        source.Location.Appointments["a1"] = GoHighLevelSource.Appointment("a1", Now.AddDays(-4), "noshow");
        await source.RunAsync(since: Now.AddDays(60));
        (await source.FindingsAsync()).ShouldBe(["appointment_differs a1 resolved"]);
    }

    [Fact]
    public async Task Run_BeforeTheTimeCompared_IsLeftAlone()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        await TellAsync(source, "a1", Now.AddDays(-8));
        source.Location.Appointments.Clear();

        (await source.ItemsAsync(await source.RunAsync(since: Now.AddDays(40)))).ShouldBe(["contact con_1 missing"]);
    }

    [Fact]
    public async Task Run_ContactsNeverHeardOf_AreAppended()
    {
        await using var source = await GoHighLevelSource.StartAsync(ledger);
        foreach (var n in Enumerable.Range(0, 45))
        {
            source.Location.Appointments[$"a{n}"] = GoHighLevelSource.Appointment($"a{n}", Now.AddDays(-4), contactId: $"con_{n}");
            if (n % 9 > 0)
            {
                source.Location.Contacts[$"con_{n}"] = GoHighLevelSource.Contact($"con_{n}");
            }
        }

        source.Location.Contacts.TryRemove("con_0", out _);
        var items = await source.ItemsAsync(await source.RunAsync());

        items.Count(item => item.StartsWith("contact ", StringComparison.Ordinal)).ShouldBe(40);
        (await ledger.ScalarAsync<long>(
            "select count(*) from ledger.raw_clients where tenant_id = $1 and has_email and labels = '{vip}' and added_at = $2 and effective_at = $3",
            source.Tenant.Id, Now.AddDays(-30).UtcDateTime, Now.AddDays(-2).UtcDateTime)).ShouldBe(40);
        (await source.ItemsAsync(await source.RunAsync())).ShouldNotContain(item => item.StartsWith("contact ", StringComparison.Ordinal));
    }

    private static async Task TellAsync(GoHighLevelSource source, string id, DateTimeOffset updated)
    {
        source.Location.Appointments[id] = GoHighLevelSource.Appointment(id, updated);
        await source.DeliverAsync(GoHighLevelSource.WebhookOf(source.Location.Appointments[id], $"w-{id}"));
    }
}
