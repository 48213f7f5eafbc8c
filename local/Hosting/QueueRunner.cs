using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Plumbline.Local.Hosting;

/// <summary>One queue function: fetches messages, runs the function, deletes what succeeded and poisons what keeps failing.</summary>
internal sealed partial class QueueRunner(
    QueueFunction function, string connectionString, QueueSettings settings, IServiceScopeFactory scopes,
    TimeProvider time, RunningWork work, ILogger log)
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(100);

    private readonly FunctionInvoker invoker = new(function);
    private readonly QueueClient queue = Client(connectionString, function.Queue);
    private int running;
    private string? lastProblem;

    public async Task PollAsync(CancellationToken stopping)
    {
        var pause = ShortestPoll;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (Volatile.Read(ref running) > settings.NewBatchThreshold)
                {
                    await work.AnyEndedAsync(stopping);
                    continue;
                }

                // Not cancelled by a stop: a message received and then dropped would stay hidden for a whole lease.
                var messages = await queue.ReceiveMessagesAsync(settings.BatchSize, settings.Lease, CancellationToken.None);
                foreach (var message in messages.Value) Start(message);
                lastProblem = null;
                pause = messages.Value.Length > 0 ? ShortestPoll : Longer(pause);
                if (messages.Value.Length == 0) await Task.Delay(pause, time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
            {
                await TryAsync(() => queue.CreateIfNotExistsAsync(cancellationToken: stopping));
            }
            catch (Exception e)
            {
                Complain(e);
                pause = Longer(pause);
                await Task.WhenAny(Task.Delay(pause, time, stopping));
            }
        }
    }

    /// <summary>Runs the function with a message that is in no queue.</summary>
    public async Task FireAsync(string input, CancellationToken cancel)
    {
        try
        {
            await InvokeAsync(input, cancel);
        }
        catch (Exception e)
        {
            FireFailed(function.Name, e);
        }
    }

    private static QueueClient Client(string connectionString, string name)
    {
        // Messages are decoded here: the SDK's own decoding would fail a whole batch for one bad message.
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        options.Retry.MaxRetries = 2;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        return new QueueClient(connectionString, name, options);
    }

    private void Start(QueueMessage message)
    {
        Interlocked.Increment(ref running);
        work.Start(async cancel =>
        {
            try
            {
                await HandleAsync(message, cancel);
            }
            catch (Exception e)
            {
                SettleFailed(function.Queue, message.MessageId, e.Message);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        });
    }

    private async Task HandleAsync(QueueMessage message, CancellationToken cancel)
    {
        await using var lease = new QueueLease(queue, message, settings.Lease, time);
        try
        {
            // Beyond the limit already: earlier tries took the host down with them, so this one is not made.
            if (message.DequeueCount <= settings.MaxDequeueCount)
            {
                await InvokeAsync(Decode(message), cancel);
                await lease.DeleteAsync();
                return;
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await lease.ReleaseAsync(TimeSpan.Zero);
            return;
        }
        catch (Exception e) when (e is not RequestFailedException { ErrorCode: "MessageNotFound" or "PopReceiptMismatch" })
        {
            TryFailed(function.Name, message.MessageId, message.DequeueCount, settings.MaxDequeueCount, e);
        }

        if (message.DequeueCount < settings.MaxDequeueCount)
        {
            await lease.ReleaseAsync(settings.VisibilityTimeout);
            return;
        }

        var poison = Client(connectionString, $"{function.Queue}-poison");
        await poison.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
        await poison.SendMessageAsync(message.Body, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: CancellationToken.None);
        await lease.DeleteAsync();
        Poisoned(function.Queue, message.MessageId);
    }

    private async Task InvokeAsync(string text, CancellationToken cancel)
    {
        var argument = function.MessageType == typeof(string)
            ? text
            : JsonSerializer.Deserialize(text, function.MessageType, JsonSerializerOptions.Web)
                ?? throw new JsonException("The message is null.");
        await using var scope = scopes.CreateAsyncScope();
        await invoker.InvokeAsync(scope.ServiceProvider, argument, route: null, cancel);
    }

    private static string Decode(QueueMessage message) => Encoding.UTF8.GetString(Convert.FromBase64String(message.Body.ToString()));

    private TimeSpan Longer(TimeSpan pause) => pause * 2 < settings.MaxPollingInterval ? pause * 2 : settings.MaxPollingInterval;

    private async Task TryAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
        }
        catch (Exception e) when (e is RequestFailedException or OperationCanceledException or AggregateException)
        {
            Complain(e);
        }
    }

    // Once a problem, not once a poll; the storage SDK's messages go on with headers and bodies after their first line.
    private void Complain(Exception e)
    {
        var problem = e.Message.Split('\n')[0].Trim();
        if (problem == lastProblem) return;
        lastProblem = problem;
        PollFailed(function.Queue, problem);
    }

    [LoggerMessage(LogLevel.Error, "Queue function {Function} failed on message {Message}, try {Try} of {Of}")]
    private partial void TryFailed(string function, string message, long @try, int of, Exception e);

    [LoggerMessage(LogLevel.Error, "Queue function {Function} failed")]
    private partial void FireFailed(string function, Exception e);

    [LoggerMessage(LogLevel.Warning, "Queue {Queue} could not be polled: {Reason}")]
    private partial void PollFailed(string queue, string reason);

    [LoggerMessage(LogLevel.Warning, "Queue {Queue}: message {Message} could not be settled and will come back: {Reason}")]
    private partial void SettleFailed(string queue, string message, string reason);

    [LoggerMessage(LogLevel.Warning, "Queue {Queue}: message {Message} was moved to the poison queue")]
    private partial void Poisoned(string queue, string message);
}
