using System.Text.Json;

namespace Plumbline.Local.Services;

/// <summary>One run per folder. The lock is the operating system's, so a crash frees it.</summary>
public sealed class LocalLock : IDisposable
{
    private readonly FileStream held;
    private readonly string ownerFile;

    private LocalLock(FileStream held, string ownerFile)
    {
        this.held = held;
        this.ownerFile = ownerFile;
    }

    /// <exception cref="LocalStartException">Another run holds it; the message says which.</exception>
    public static LocalLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        var ownerFile = Path.Combine(folder, "owner.json");
        try
        {
            var held = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var taken = new LocalLock(held, ownerFile);
            taken.Tell(url: null);
            return taken;
        }
        catch (IOException e)
        {
            throw new LocalStartException($"Plumbline is already running on {folder} ({Owner(ownerFile)})", LocalStartException.Usage, e);
        }
    }

    /// <summary>Whether a run holds it now.</summary>
    public static bool IsHeld(string folder)
    {
        try
        {
            Take(folder).Dispose();
            return false;
        }
        catch (LocalStartException)
        {
            return true;
        }
    }

    /// <summary>Writes down where this run answers, for a second one to say.</summary>
    public void Tell(string? url) =>
        AtomicFile.Write(ownerFile, JsonSerializer.Serialize(new LocalLockOwner(Environment.ProcessId, url), LocalJson.Options));

    public void Dispose()
    {
        // Once released, the file may be another run's.
        if (held.SafeFileHandle.IsClosed) return;
        File.Delete(ownerFile);
        held.Dispose();
    }

    private static string Owner(string path)
    {
        try
        {
            var owner = JsonSerializer.Deserialize<LocalLockOwner>(File.ReadAllText(path), LocalJson.Options);
            return $"pid {owner?.Pid}, url {owner?.Url ?? "not known yet"}";
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return "it is starting or stopping";
        }
    }
}
