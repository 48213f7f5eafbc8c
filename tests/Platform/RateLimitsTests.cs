using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Plumbline.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Platform;

public sealed class RateLimitsTests
{
    private static readonly Guid One = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refuse_BeyondTheBurst_Is429WithTheSecondsToWait()
    {
        await using var limits = Limits.Of(new() { DeliveriesPerSecond = 1, DeliveriesBurst = 3 });

        for (var delivery = 0; delivery < 3; delivery++)
        {
            limits.RefuseDelivery(One).ShouldBeNull();
        }

        var answer = await Answer.OfAsync(limits.RefuseDelivery(One).ShouldNotBeNull());
        (answer.Status, answer.Member("type")).ShouldBe((429, "urn:plumbline:problem:rate-limited"));
        int.Parse(answer.Headers.RetryAfter.ToString(), CultureInfo.InvariantCulture).ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task Refuse_OneTenantsLimit_TouchesNoOthersAndNoOtherKindOfRequest()
    {
        await using var limits = Limits.Of(new() { DeliveriesPerSecond = 1, DeliveriesBurst = 1, CallsPerSecond = 1, CallsBurst = 1 });
        limits.RefuseDelivery(One).ShouldBeNull();
        limits.RefuseDelivery(One).ShouldNotBeNull();

        limits.RefuseDelivery(Other).ShouldBeNull();
        limits.RefuseCall(One).ShouldBeNull();
        limits.RefuseCall(One).ShouldNotBeNull();
    }

    [Fact]
    public async Task Refuse_AfterTheWaitItAskedFor_IsOver()
    {
        await using var limits = Limits.Of(new() { CallsPerSecond = 2, CallsBurst = 1 });
        limits.RefuseCall(One).ShouldBeNull();
        var seconds = int.Parse(limits.RefuseCall(One)!.Headers["Retry-After"], CultureInfo.InvariantCulture);

        await Task.Delay(TimeSpan.FromSeconds(seconds + 0.3), Cancel);

        limits.RefuseCall(One).ShouldBeNull();
    }

    [Fact]
    public async Task Refuse_TurnedOff_NeverDoes()
    {
        await using var limits = Limits.Of(new() { DeliveriesPerSecond = 0, DeliveriesBurst = 1 });

        Enumerable.Range(0, 10_000).ShouldAllBe(_ => limits.RefuseDelivery(One) == null);
    }

    [Theory]
    [InlineData("RateLimit:DeliveriesPerSecond", "-1")]
    [InlineData("RateLimit:CallsBurst", "0")]
    public async Task Start_LimitThatCannotBe_Fails(string name, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new(name, value), new("Database:ConnectionString", "Host=nowhere"), new("PublicUrl", "https://plumbline.example")]);
        builder.AddPlatform();
        using var host = builder.Build();

        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(Cancel))).Message.ShouldContain(name.Split(':')[1]);
    }
}
