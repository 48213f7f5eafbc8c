using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Plumbline.Local;
using Plumbline.Local.Demo;
using Plumbline.Local.Hosting;
using Plumbline.Tests.Local.Samples;

namespace Plumbline.Tests.Local;

public sealed class DemoRunnerTests : IAsyncLifetime
{
    private static readonly DemoPlan Plan = PretendApp.Plan;
    private static readonly DemoSecrets Secrets = new(PretendApp.Secret, PretendApp.WorkflowSecret);
    private static readonly OffsetTimeProvider Clock = new(DateTimeOffset.Parse("2026-03-10T12:00:00Z", null));

    private TestHost host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync([typeof(PretendApp)], time: Clock, cancel: Cancel);

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Run_Twice_PostsTheSameAndSendsOneDigest()
    {
        var history = DemoGenerator.Generate(Plan);
        var events = history.Deliveries.DistinctBy(delivery => delivery.Id).Sum(delivery => delivery.Items);
        var posted = history.Deliveries.Sum(delivery => delivery.Items);
        var first = await RunAsync(Secrets);
        Row(first, "total").ShouldBe([posted, events - 2, posted - events, 2]);
        Row(first, "Stripe")[3].ShouldBe(1);
        Row(first, "its workflows")[3].ShouldBe(1);
        Row(first, "frozen now").ShouldBe([14]);
        first.ShouldContain("Stripe: 3 of 3 movements match, $0.00 apart.");
        first.ShouldContain($"${history.Truth.Months[new DateOnly(2026, 2, 1)].Cash / 100m:#,0.00}   +5.0 %");
        first.ShouldContain("+5.0 points");
        first.ShouldContain("×");
        first.ShouldContain("Demo Company, February 2026");
        first.ShouldContain($"{host.Http.BaseAddress}api/pages/demo/months/2026-02?to=a&signature=b");
        first.ShouldContain($"{host.Http.BaseAddress}api/pages/demo/funnel?month=2026-02&signature=c");
        first.ShouldContain($"{host.Http.BaseAddress}local/mail");

        var second = await RunAsync(Secrets);
        Row(second, "total").ShouldBe([posted, 0, posted, 0]);
        Row(second, "frozen before").ShouldBe([14]);

        var calls = host.Recorder.Entries;
        calls.Count(call => call == "digest 2026-02").ShouldBe(1);
        calls.Where(call => call.StartsWith("freeze", StringComparison.Ordinal)).Take(14)
            .ShouldBe(Enumerable.Range(0, 14).Select(i => $"freeze {new DateOnly(2025, 1, 1).AddMonths(i):yyyy-MM}"));
        // Whatever a timer does meanwhile: nothing can close before everything is posted.
        calls.TakeWhile(call => call != "PUT tenant demo from 2025-01").ShouldNotContain(call => call.StartsWith("freeze", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PretendApp.ClosedBefore, "closed before the sample was posted")]
    [InlineData(PretendApp.MissingCent, "cash_collected (USD): expected")]
    [InlineData(PretendApp.RejectsEvents, "not every event was taken")]
    public async Task Run_WhatCannotBeRight_FailsAndSaysWhy(string fault, string why)
    {
        host.Recorder.Add(fault);

        (await Should.ThrowAsync<DemoException>(() => RunAsync(Secrets))).Message.ShouldContain(why);
        (await host.Http.GetStringAsync("local/mail?format=json", Cancel)).ShouldBe("[]");
    }

    [Fact]
    public async Task Run_SecretWrong_FailsAndSaysWhy() =>
        (await Should.ThrowAsync<DemoException>(() => RunAsync(Secrets with { Stripe = "whsec_other" }))).Message.ShouldContain("400");

    [Fact]
    public void ReadSecrets_OneMissing_NamesTheSetting()
    {
        var settings = new Dictionary<string, string?> { ["Secrets:stripe-webhook--demo"] = "new, old" };
        Should.Throw<DemoException>(() => DemoSecrets.Read(Configuration(settings))).Message.ShouldContain("Secrets__ghl-workflow--demo");
        settings["Secrets:ghl-workflow--demo"] = "wf";
        DemoSecrets.Read(Configuration(settings)).ShouldBe(new DemoSecrets("new", "wf"));
    }

    [Fact]
    public async Task EnsureTenant_TokenKept_IsUsedAsLongAsItWorks()
    {
        DemoTenant.IsSupportedBy(host.Services.GetRequiredService<FunctionCatalog>()).ShouldBeTrue();
        var tenant = new DemoTenant(host.Http, Plan);
        var keys = new LocalKeys(TestHost.FunctionKey, TestHost.MasterKey, Token: null);
        var token = await tenant.EnsureAsync(keys, Cancel);
        token.ShouldBe("token-demo");
        (await tenant.EnsureAsync(keys with { Token = token }, Cancel)).ShouldBe(token);
        (await tenant.EnsureAsync(keys with { Token = "expired" }, Cancel)).ShouldBe(token);
        host.Recorder.Entries.Count(entry => entry == "PUT tenant demo").ShouldBe(3);
        host.Recorder.Entries.Count(entry => entry == "POST token").ShouldBe(2);
    }

    [Fact]
    public async Task EnsureTenant_WrongKey_SaysWhatTheAppAnswered()
    {
        var tenant = new DemoTenant(host.Http, Plan);
        var failed = await Should.ThrowAsync<LocalStartException>(() => tenant.EnsureAsync(new LocalKeys("wrong", "wrong", null), Cancel));
        failed.Message.ShouldContain("401");
    }

    private static IConfiguration Configuration(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    private static int[] Row(string output, string name) =>
    [
        .. output.Split('\n').Last(line => line.TrimStart().StartsWith($"{name} ", StringComparison.Ordinal)).Trim()[name.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)),
    ];

    private async Task<string> RunAsync(DemoSecrets secrets)
    {
        host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "token-demo");
        using var output = new StringWriter();
        await new DemoRunner(host.Http, Plan, TestHost.FunctionKey, secrets, Clock, TextWriter.Synchronized(output)).RunAsync(Cancel);
        return output.ToString();
    }
}
