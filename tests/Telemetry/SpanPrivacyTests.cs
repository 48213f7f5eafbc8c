using System.Diagnostics;
using Plumbline.Telemetry;

namespace Plumbline.Tests.Telemetry;

public sealed class SpanPrivacyTests
{
    [Fact]
    public void OnEnd_WhatLibrariesTell_LosesQueriesAndCallers()
    {
        using var span = new Activity("a").SetTag("url.full", "https://app.example/api/pages/x?sig=secret").SetTag("http.target", "/a?code=secret")
            .SetTag("url.query", "?code=secret").SetTag("client.address", "192.0.2.1").SetTag("user_agent.original", "browser").SetTag("url.path", "/a");

        using var privacy = new SpanPrivacy();
        privacy.OnEnd(span);

        span.TagObjects.ShouldBe([new("url.full", "https://app.example/api/pages/x"), new("http.target", "/a"), new("url.path", "/a")], ignoreOrder: true);
    }

    [Fact]
    public void OnEnd_FailureInWords_KeepsTheFailureAlone()
    {
        using var span = new Activity("a").SetStatus(ActivityStatusCode.Error, "no such client: owner@example.com");

        using var privacy = new SpanPrivacy();
        privacy.OnEnd(span);

        (span.Status, span.StatusDescription).ShouldBe((ActivityStatusCode.Error, null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OnEnd_ClientsSpan_IsKeptAsAPartOfSomethingOnly(bool isPart)
    {
        using var http = new ActivitySource("System.Net.Http");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source == http,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        Activity.Current = null;
        using var work = isPart ? new Activity("work").Start() : null;
        using var span = http.StartActivity("GET", ActivityKind.Client)!;

        using var privacy = new SpanPrivacy();
        privacy.OnEnd(span);

        span.Recorded.ShouldBe(isPart);
    }
}
