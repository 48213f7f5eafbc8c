using System.Net.Http.Headers;
using Plumbline.Local;
using Plumbline.Local.Demo;
using Plumbline.Local.Hosting;
using Plumbline.Tests.Local.Samples;
using Microsoft.Extensions.DependencyInjection;

namespace Plumbline.Tests.Local;

public sealed class DemoRunnerTests : IAsyncLifetime
{
    private static readonly DemoPlan Plan = PretendApp.Plan;
    private static readonly OffsetTimeProvider Clock = new(DateTimeOffset.Parse("2026-03-10T12:00:00Z", null));

    private TestHost host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync([typeof(PretendApp)], time: Clock, cancel: Cancel);

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Run_Twice_PostsTheSameAndSendsOneDigest()
    {
        var year = DemoGenerator.Generate(Plan);
        var first = await RunAsync(PretendApp.Secret);
        Row(first, "posted").ShouldBe(year.Truth.Deliveries);
        Row(first, "stored").ShouldBe(year.Truth.Events);
        Row(first, "duplicates").ShouldBe(year.Truth.Deliveries - year.Truth.Events);
        Row(first, "frozen now").ShouldBe(12);
        first.ShouldContain($"{year.Truth.CashByMonth[new DateOnly(2026, 2, 1)] / 100m:#,0.00} USD");
        first.ShouldContain("Demo Company, February 2026");

        var second = await RunAsync(PretendApp.Secret);
        Row(second, "stored").ShouldBe(0);
        Row(second, "duplicates").ShouldBe(year.Truth.Deliveries);
        Row(second, "frozen before").ShouldBe(12);

        var calls = host.Recorder.Entries;
        calls.Count(call => call == "digest 2026-02").ShouldBe(1);
        calls.Where(call => call.StartsWith("freeze", StringComparison.Ordinal)).Take(12)
            .ShouldBe(Enumerable.Range(0, 12).Select(i => $"freeze {new DateOnly(2025, 3, 1).AddMonths(i):yyyy-MM}"));
        // Whatever a timer does meanwhile: nothing can close before everything is posted.
        calls.TakeWhile(call => call != "PUT tenant demo from 2025-03").ShouldNotContain(call => call.StartsWith("freeze", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PretendApp.ClosedBefore, "closed before the sample year was posted")]
    [InlineData(PretendApp.MissingCent, "was frozen with other cash than was posted")]
    public async Task Run_MonthsThatCannotBeRight_FailsAndSaysWhy(string fault, string why)
    {
        host.Recorder.Add(fault);

        (await Should.ThrowAsync<DemoException>(() => RunAsync(PretendApp.Secret))).Message.ShouldContain(why);
        (await host.Http.GetStringAsync("local/mail?format=json", Cancel)).ShouldBe("[]");
    }

    [Theory]
    [InlineData(null, "Secrets__stripe-webhook--demo")]
    [InlineData("whsec_other", "400")]
    public async Task Run_SecretMissingOrWrong_FailsAndSaysWhy(string? secret, string why) =>
        (await Should.ThrowAsync<DemoException>(() => RunAsync(secret))).Message.ShouldContain(why);

    [Fact]
    public async Task EnsureTenant_TokenKept_IsUsedAsLongAsItWorks()
    {
        DemoTenant.IsSupportedBy(host.Services.GetRequiredService<FunctionCatalog>()).ShouldBeTrue();
        var tenant = new DemoTenant(host.Http);
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
        var tenant = new DemoTenant(host.Http);
        var failed = await Should.ThrowAsync<LocalStartException>(() => tenant.EnsureAsync(new LocalKeys("wrong", "wrong", null), Cancel));
        failed.Message.ShouldContain("401");
    }

    private static int Row(string output, string name) => int.Parse(
        output.Split('\n').Last(line => line.TrimStart().StartsWith(name, StringComparison.Ordinal)).Trim()[name.Length..],
        System.Globalization.NumberStyles.AllowThousands | System.Globalization.NumberStyles.AllowLeadingWhite, null);

    private async Task<string> RunAsync(string? secret)
    {
        host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "token-demo");
        using var output = new StringWriter();
        await new DemoRunner(host.Http, Plan, TestHost.FunctionKey, secret, Clock, TextWriter.Synchronized(output)).RunAsync(Cancel);
        return output.ToString();
    }
}
