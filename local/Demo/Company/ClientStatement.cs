namespace Plumbline.Local.Demo.Company;

/// <param name="Score">Of its health, 0 to 100; null for a milestone.</param>
internal sealed record ClientStatement(DateTimeOffset At, Contact Client, ClientNews News, int? Score = null);
