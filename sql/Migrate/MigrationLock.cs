using Npgsql;

namespace Plumbline.Migrate;

/// <summary>One migrator at a time in a database. The session holds the lock until it ends, however it ends.</summary>
internal sealed class MigrationLock(NpgsqlConnection connection, Action<string> progress, TimeProvider time)
{
    // "PLUMBLIN" in ASCII: any number will do that nobody else uses in this database.
    private const long Key = 0x504C_554D_424C_494E;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(10);

    // Polled, since a session that waits inside pg_advisory_lock holds a snapshot, which others may have to wait for.
    public async Task AcquireAsync(CancellationToken cancel)
    {
        await using var tryLock = new NpgsqlCommand($"select pg_catalog.pg_try_advisory_lock({Key})", connection);
        var started = time.GetTimestamp();
        var nextReminder = TimeSpan.Zero;
        while (!(bool)(await tryLock.ExecuteScalarAsync(cancel))!)
        {
            var waited = time.GetElapsedTime(started);
            if (waited >= nextReminder)
            {
                progress($"Another migrator is at work in this database; waiting for it ({waited.TotalSeconds:0} s so far).");
                nextReminder = waited + Reminder;
            }
            await Task.Delay(Poll, time, cancel);
        }
    }
}
