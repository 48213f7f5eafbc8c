namespace Plumbline.Digest;

/// <summary>The figures of one department that are no headlines.</summary>
public sealed record MonthDepartment(string Name, IReadOnlyList<DigestRow> Rows);
