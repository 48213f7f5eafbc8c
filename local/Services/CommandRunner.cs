using System.ComponentModel;
using System.Diagnostics;

namespace Plumbline.Local.Services;

/// <summary>Runs a short command to its end.</summary>
internal static class CommandRunner
{
    /// <param name="user">The system user to run as; null for this one. Only root may name another.</param>
    public static async Task<CommandResult> RunAsync(
        string file, IEnumerable<string> arguments, string? user, string folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        if (user is not null) start.UserName = user;
        // Messages are matched and shown; the machine's language must not change them.
        start.Environment["LC_ALL"] = "C";

        using var process = Start(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new CommandResult(process.ExitCode, $"{await output}{await errors}".Trim());
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LocalStartException($"{start.FileName} could not be run: {e.Message}", e);
        }
    }
}
