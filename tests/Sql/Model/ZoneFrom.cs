namespace Plumbline.Tests.Sql.Model;

/// <summary>The tenant's time zone from a month on.</summary>
internal sealed record ZoneFrom(DateOnly Month, string Zone);
