using Npgsql;

namespace Plumbline.Platform;

/// <summary>Transactions that others can beat: whoever loses looks again.</summary>
public static class Race
{
    private const int Attempts = 12;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    /// <summary>Runs a whole transaction, again when PostgreSQL ends it because another one came first.</summary>
    /// <exception cref="PostgresException">It lost every time, or failed for another reason.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> transaction, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await transaction();
            }
            catch (PostgresException e) when (
                e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
                && attempt < Attempts)
            {
                await Task.Delay(Pause * Random.Shared.Next(1, 2 * attempt), cancel);
            }
        }
    }
}
