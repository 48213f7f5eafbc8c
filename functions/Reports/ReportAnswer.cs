namespace Plumbline.Reports;

/// <summary>What a report found, in both of its forms; or why the request is refused.</summary>
public sealed record ReportAnswer
{
    private ReportAnswer()
    {
    }

    /// <summary>The JSON document.</summary>
    public object? Document { get; private init; }

    public CsvTable? Table { get; private init; }

    /// <summary>Where the next page is, as a query string.</summary>
    public string? Next { get; private init; }

    /// <summary>A sentence that names what was wrong.</summary>
    public string? Fault { get; private init; }

    public static ReportAnswer Of(object document, CsvTable table, string? next = null) => new() { Document = document, Table = table, Next = next };

    public static ReportAnswer Refuse(string fault) => new() { Fault = fault };
}
