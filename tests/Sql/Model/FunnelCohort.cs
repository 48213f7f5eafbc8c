namespace Plumbline.Tests.Sql.Model;

/// <summary>The clients who became leads in a period, by what happened before a moment.</summary>
internal sealed record FunnelCohort(DateTimeOffset From, DateTimeOffset To, DateTimeOffset KnownUntil);
