using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>A link and the time of the delivery that says it.</summary>
internal sealed record TimedLink(Link Link, DateTimeOffset At);
