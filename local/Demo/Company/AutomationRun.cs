namespace Plumbline.Local.Demo.Company;

internal sealed record AutomationRun(DateTimeOffset At, string Automation, bool Succeeded);
