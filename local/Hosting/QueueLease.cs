using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Plumbline.Local.Hosting;

/// <summary>Keeps a received message invisible to others, renewing while its function runs.</summary>
internal sealed class QueueLease : IAsyncDisposable
{
    private readonly QueueClient queue;
    private readonly QueueMessage message;
    private readonly TimeSpan duration;
    private readonly CancellationTokenSource ended = new();
    private readonly Task renewing;
    private string receipt;

    public QueueLease(QueueClient queue, QueueMessage message, TimeSpan duration, TimeProvider time)
    {
        this.queue = queue;
        this.message = message;
        this.duration = duration;
        receipt = message.PopReceipt;
        renewing = RenewAsync(time);
    }

    public async Task DeleteAsync()
    {
        await EndAsync();
        await queue.DeleteMessageAsync(message.MessageId, receipt);
    }

    /// <summary>Gives the message back, to be tried again after the delay.</summary>
    public async Task ReleaseAsync(TimeSpan delay)
    {
        await EndAsync();
        await queue.UpdateMessageAsync(message.MessageId, receipt, message.Body, delay);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        ended.Dispose();
    }

    private async Task EndAsync()
    {
        await ended.CancelAsync();
        await renewing;
    }

    private async Task RenewAsync(TimeProvider time)
    {
        try
        {
            while (true)
            {
                await Task.Delay(duration / 3, time, ended.Token);
                // Not cancelled half-way: the answer carries the only receipt that still deletes the message.
                var renewed = await queue.UpdateMessageAsync(
                    message.MessageId, receipt, message.Body, duration, CancellationToken.None);
                receipt = renewed.Value.PopReceipt;
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The message is done with.
        }
        catch (RequestFailedException)
        {
            // Lost: the message comes back by itself, and the function, which must bear repetition, runs again.
        }
    }
}
