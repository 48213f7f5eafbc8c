using System.Diagnostics;

namespace Plumbline.Telemetry;

/// <summary>The app's own spans. Without a listener there are none, and nothing is made for them.</summary>
internal static class Traces
{
    public const string SourceName = "Plumbline";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Runs work as a span. A failure is told by its type alone: messages may repeat what somebody sent.</summary>
    public static async Task<T> RunAsync<T>(string name, Func<Activity?, Task<T>> work)
    {
        using var span = Source.StartActivity(name);
        return await FollowAsync(span, work);
    }

    /// <inheritdoc cref="RunAsync{T}(string, Func{Activity, Task{T}})"/>
    public static Task RunAsync(string name, Func<Activity?, Task> work) => RunAsync(name, async span =>
    {
        await work(span);
        return true;
    });

    /// <summary>Writes a message, as a span whose context goes into it.</summary>
    public static async Task SendAsync(string queue, Func<TraceContext, Task> send)
    {
        using var span = Source.StartActivity($"send {queue}", ActivityKind.Producer);
        Describe(span, queue, "send");
        await FollowAsync(span, async _ =>
        {
            await send(TraceContext.Current);
            return true;
        });
    }

    /// <summary>
    /// Does what a message asks for, as a part of the trace that wrote it. Where the host has begun a trace for this call, that is
    /// linked: it tells of the call, and the message's trace of its cause.
    /// </summary>
    public static async Task ProcessAsync(string queue, TraceContext from, Func<Task> work)
    {
        ActivityLink[] links = Activity.Current is { } call ? [new ActivityLink(call.Context)] : [];
        using var span = from.TryParse(out var parent)
            ? Source.StartActivity($"process {queue}", ActivityKind.Consumer, parent, links: links)
            : Source.StartActivity($"process {queue}", ActivityKind.Consumer);
        Describe(span, queue, "process");
        await FollowAsync(span, async _ =>
        {
            await work();
            return true;
        });
    }

    private static void Describe(Activity? span, string queue, string operation) => span?
        .SetTag("messaging.system", "azure.storage_queue")
        .SetTag("messaging.destination.name", queue)
        .SetTag("messaging.operation.name", operation)
        .SetTag("messaging.operation.type", operation);

    private static async Task<T> FollowAsync<T>(Activity? span, Func<Activity?, Task<T>> work)
    {
        try
        {
            return await work(span);
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", e.GetType().FullName);
            throw;
        }
    }
}
