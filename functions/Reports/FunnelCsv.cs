namespace Plumbline.Reports;

/// <summary>The conversion report as one table: what kind of line it is stands in the first column, and says which of the others are filled.</summary>
public static class FunnelCsv
{
    internal static readonly string[] Columns =
    [
        "line", "dimension", "value", "name", "from_stage", "to_stage", "clients", "implied", "numerator", "denominator", "rate",
        "previous_clients", "previous_numerator", "previous_denominator", "previous_rate", "status", "provisional",
    ];

    public static CsvTable Of(FunnelReport report)
    {
        IEnumerable<IReadOnlyList<object?>> rows =
        [
            .. Lines(null, null, report.Stages, report.Rates),
            .. report.Groups.SelectMany(group => Lines(report.By, group.Value, group.Stages, group.Rates)),
            .. report.Excluded.Select(bucket => Row("excluded", name: bucket.Bucket, clients: bucket.Clients, previousClients: bucket.PreviousClients)),
            .. report.SelfCheck.Select(check => Row("self-check", name: check.Check, numerator: check.Found, denominator: check.Of, status: check.Status)),
        ];
        return new CsvTable($"funnel-{ReportQuery.Write(report.Periods.From)}-{ReportQuery.Write(report.Periods.To)}", Columns, rows);
    }

    private static IEnumerable<object?[]> Lines(string? dimension, string? value, IReadOnlyList<FunnelStage> stages, IReadOnlyList<FunnelRate> rates) =>
    [
        .. stages.Select(stage => Row("stage", dimension, value, stage.Stage, clients: stage.Clients, implied: stage.Implied, previousClients: stage.PreviousClients, status: stage.Status)),
        .. rates.Select(rate => new object?[]
        {
            "rate", dimension, value, rate.Step, rate.FromStage, rate.ToStage, null, null, rate.Numerator, rate.Denominator, rate.Rate,
            null, rate.PreviousNumerator, rate.PreviousDenominator, rate.PreviousRate, rate.Status, rate.IsProvisional,
        }),
    ];

    private static object?[] Row(
        string line, string? dimension = null, string? value = null, string? name = null, long? clients = null, long? implied = null,
        long? numerator = null, long? denominator = null, long? previousClients = null, string? status = null) =>
        [line, dimension, value, name, null, null, clients, implied, numerator, denominator, null, previousClients, null, null, null, status, null];
}
