namespace Plumbline.Reports;

public enum ReportFormat
{
    Json,
    Csv,
}
