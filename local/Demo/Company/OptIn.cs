namespace Plumbline.Local.Demo.Company;

/// <summary>A form that a visitor sent in.</summary>
internal sealed record OptIn(DateTimeOffset At, string VisitorId, Campaign Campaign);
