namespace Plumbline.Tests.Sql.Model;

/// <summary>Where cases were written.</summary>
/// <param name="Snapshots">What <c>app.as_of</c> is after each part: unset after the last.</param>
internal sealed record WrittenCases(IReadOnlyList<Guid> Tenants, IReadOnlyList<string> Snapshots);
