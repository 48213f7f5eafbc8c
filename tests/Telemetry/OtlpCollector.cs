using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Plumbline.Tests.Telemetry;

/// <summary>A server that takes OTLP over HTTP as protobuf, as a collector does.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<byte[]> bodies = new();

    private OtlpCollector(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    public ConcurrentQueue<string> Paths { get; } = new();

    /// <summary>Those of every request, as <c>name: value</c>.</summary>
    public ConcurrentQueue<string> Headers { get; } = new();

    public ConcurrentQueue<SentSpan> Spans { get; } = new();

    public ConcurrentQueue<SentPoint> Points { get; } = new();

    /// <summary>What the senders say of themselves.</summary>
    public ConcurrentDictionary<string, string> Resource { get; } = new();

    /// <summary>All that came, as it lay on the wire: in protobuf, text is itself.</summary>
    public string Everything => string.Concat(bodies.Select(Encoding.UTF8.GetString));

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var collector = new OtlpCollector(builder.Build());
        collector.app.Run(collector.ReceiveAsync);
        await collector.app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var body = buffer.ToArray();
        bodies.Enqueue(body);
        Paths.Enqueue(context.Request.Path);
        foreach (var header in context.Request.Headers)
        {
            Headers.Enqueue($"{header.Key}: {header.Value}");
        }

        foreach (var sender in ProtoField.Read(body))
        {
            foreach (var (name, value) in Attributes(sender.One(1), 1))
            {
                Resource[name] = value;
            }

            foreach (var scope in sender.All(2))
            {
                if (context.Request.Path == "/v1/traces")
                {
                    scope.All(2).ToList().ForEach(span => Spans.Enqueue(ReadSpan(scope.One(1).One(1).Text, span)));
                }
                else
                {
                    scope.All(2).SelectMany(ReadPoints).ToList().ForEach(Points.Enqueue);
                }
            }
        }

        context.Response.ContentType = "application/x-protobuf";
    }

    private static SentSpan ReadSpan(string scope, ProtoField span) => new(
        scope, span.One(5).Text, (int)span.One(6).Value, span.One(1).Hex, span.One(2).Hex, span.One(4).Hex, Attributes(span, 9), [.. span.All(13).Select(link => link.One(1).Hex)]);

    private static IEnumerable<SentPoint> ReadPoints(ProtoField metric)
    {
        var (name, unit) = (metric.One(1).Text, metric.One(3).Text);
        return metric.All(5).Concat(metric.All(7)).SelectMany(numbers => numbers.All(1)).Select(point => new SentPoint(
                name, unit, Attributes(point, 7), point.Fields.Any(field => field.Number == 4) ? BitConverter.UInt64BitsToDouble(point.One(4).Value) : point.One(6).Value))
            .Concat(metric.All(9).SelectMany(histogram => histogram.All(1)).Select(point => new SentPoint(name, unit, Attributes(point, 9), point.One(4).Value)));
    }

    private static Dictionary<string, string> Attributes(ProtoField message, int number) =>
        message.All(number).ToDictionary(pair => pair.One(1).Text, pair => Value(pair.One(2)));

    private static string Value(ProtoField any) =>
        any.Fields is [{ Number: 1 } text, ..] ? text.Text : any.Fields is [var number, ..] ? number.Value.ToString(CultureInfo.InvariantCulture) : "";
}
