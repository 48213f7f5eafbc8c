using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Telemetry;

public static class TelemetryServices
{
    /// <summary>What is measured, and what becomes of it. Nothing is sent anywhere unless an OTLP endpoint is set.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddMetrics();
        builder.Services
            .AddSingleton<PlumblineMetrics>()
            .AddSingleton<VitalsGauges>()
            .AddSingleton<VitalsReader>()
            .AddSingleton<VitalsWatch>();
        if (OtlpExport.IsWanted(builder.Configuration))
        {
            builder.Services.AddHostedService<OtlpExport>();
        }
    }
}
