using Microsoft.Extensions.Hosting;

namespace Plumbline.Local.Hosting;

internal static class LifetimeExtensions
{
    /// <summary>Completes when every hosted service and the HTTP server have started.</summary>
    public static async Task WaitForStartAsync(this IHostApplicationLifetime lifetime, CancellationToken cancel)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancel);
    }
}
