namespace Plumbline.Local.Services;

internal sealed record CommandResult(int ExitCode, string Output);
