using System.Text.Json;

namespace Plumbline.Local.Hosting;

/// <summary>When each monitored timer last ran and is next due, kept in a file so that a run missed while stopped is made up for.</summary>
internal sealed class TimerMemory
{
    private readonly string? path;
    private readonly Dictionary<string, TimerRecord> records;
    private readonly Lock gate = new();

    /// <param name="path">Null keeps nothing beyond this run.</param>
    public TimerMemory(string? path)
    {
        this.path = path;
        records = Read(path) ?? [];
    }

    public TimerRecord? Find(string function)
    {
        lock (gate) return records.GetValueOrDefault(function);
    }

    public void Remember(string function, TimerRecord record)
    {
        lock (gate)
        {
            records[function] = record;
            if (path is not null) AtomicFile.Write(path, JsonSerializer.Serialize(records, LocalJson.Options));
        }
    }

    private static Dictionary<string, TimerRecord>? Read(string? path)
    {
        try
        {
            return path is not null && File.Exists(path)
                ? JsonSerializer.Deserialize<Dictionary<string, TimerRecord>>(File.ReadAllText(path), LocalJson.Options)
                : null;
        }
        catch (JsonException)
        {
            // Losing it costs one made-up-for run; refusing to start would cost more.
            return null;
        }
    }
}
