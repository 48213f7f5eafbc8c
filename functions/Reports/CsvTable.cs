namespace Plumbline.Reports;

/// <summary>A report as one table.</summary>
/// <param name="Name">Of the file, without its extension: letters, digits and hyphens.</param>
/// <param name="Rows">As many cells as there are columns: text, numbers, dates, instants, booleans or null.</param>
public sealed record CsvTable(string Name, IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object?>> Rows);
