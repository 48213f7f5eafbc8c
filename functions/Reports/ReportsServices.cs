using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Reports;

public static class ReportsServices
{
    public static void AddReports(this IHostApplicationBuilder builder) => builder.Services
        .AddSingleton<ReportDesk>()
        .AddSingleton<FunnelRenderer>()
        .AddSingleton<FunnelPages>()
        .AddSingleton<StageConversionRunner>()
        .AddSingleton<StageConversionRuns>();
}
