using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Plumbline.Local.Services;

/// <summary>Looks at processes that this one did not start, or no longer holds: leftovers of a crashed run.</summary>
internal static partial class ProcessInspector
{
    private const int Terminate = 15;
    private const int Kill = 9;

    /// <summary>The command line, its arguments separated by spaces; null when there is no such process.</summary>
    public static string? CommandLine(int pid)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                var raw = File.ReadAllText($"/proc/{pid}/cmdline");
                // A zombie has an empty command line.
                return raw.Length == 0 ? null : raw.Replace('\0', ' ').Trim();
            }

            using var ps = Process.Start(new ProcessStartInfo("ps", ["-ww", "-p", $"{pid}", "-o", "command="]) { RedirectStandardOutput = true })!;
            var text = ps.StandardOutput.ReadToEnd().Trim();
            return text.Length == 0 ? null : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Whether the process lives and its command line holds every one of the texts.</summary>
    public static bool IsRunning(int pid, params string[] commandLineHolds) =>
        CommandLine(pid) is { } line && commandLineHolds.All(text => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Asks the process to end, waits, and kills it when it does not. Returns when it is gone.</summary>
    public static async Task StopAsync(int pid, TimeSpan patience, params string[] commandLineHolds)
    {
        if (!IsRunning(pid, commandLineHolds)) return;
        _ = Signal(pid, Terminate);
        if (await GoneAsync(pid, patience, commandLineHolds)) return;
        _ = Signal(pid, Kill);
        await GoneAsync(pid, patience, commandLineHolds);
    }

    private static async Task<bool> GoneAsync(int pid, TimeSpan patience, string[] commandLineHolds)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < patience; await Task.Delay(25))
            if (!IsRunning(pid, commandLineHolds)) return true;
        return !IsRunning(pid, commandLineHolds);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    internal static partial int Signal(int pid, int signal);
}
