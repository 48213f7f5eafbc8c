using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Plumbline.Platform;
using Plumbline.Reconciliation.Checks;
using Plumbline.Reconciliation.Sources;

namespace Plumbline.Reconciliation;

public static class ReconciliationServices
{
    /// <summary>After the sources: the ledger is held against itself when what it lacked is appended.</summary>
    public static void AddLedgerChecks(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<IReconciliationPart, LedgerPart>();

    public static void AddReconciliation(this IHostApplicationBuilder builder)
    {
        // A key goes to the source it is of, and nowhere else.
        builder.Services.AddHttpClient(SourceClient.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        builder.Services
            .AddSingleton<SourceClient>()
            .AddSingleton<ReconciliationOutbox>()
            .AddSingleton<ReconciliationText>()
            .AddSingleton<ReconciliationAlerts>()
            .AddSingleton<ReconciliationReader>()
            .AddSingleton<ReconciliationDesk>()
            .AddSingleton<FindingDesk>()
            .AddSingleton(services => new Reconciler(
                services.GetRequiredService<Database>(), services.GetServices<IReconciliationPart>(), services.GetRequiredService<ReconciliationOutbox>(),
                services.GetRequiredService<ReconciliationAlerts>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Reconciler>>()));
    }
}
