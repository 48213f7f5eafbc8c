namespace Plumbline.Local.Services;

internal sealed record LocalLockOwner(int Pid, string? Url);
