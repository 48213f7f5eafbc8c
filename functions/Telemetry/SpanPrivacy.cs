using System.Diagnostics;
using OpenTelemetry;

namespace Plumbline.Telemetry;

/// <summary>
/// What libraries write into their spans and must not leave: queries, which hold keys and signatures, who called, and a failure's
/// own words. Spans of the database or an HTTP client that no work of the app's own began, such as polling a queue, are left out.
/// </summary>
internal sealed class SpanPrivacy : BaseProcessor<Activity>
{
    private static readonly string[] Addresses = ["url.full", "http.url", "http.target"];
    private static readonly string[] Private =
        ["url.query", "client.address", "client.port", "network.peer.address", "network.peer.port", "http.client_ip", "user_agent.original", "http.user_agent"];

    public override void OnEnd(Activity data)
    {
        if (data.ParentSpanId == default && data.Source.Name is "System.Net.Http" or "Npgsql")
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }

        foreach (var name in Addresses)
        {
            if (data.GetTagItem(name) is string address && address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query)
            {
                data.SetTag(name, address[..query]);
            }
        }

        foreach (var name in Private)
        {
            data.SetTag(name, null);
        }

        // Without its description.
        data.SetStatus(data.Status);
    }
}
