namespace Plumbline.Local.Demo.Company;

internal sealed record PageView(string VisitorId, DateTimeOffset At, string Path, Campaign Campaign);
