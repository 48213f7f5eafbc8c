using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Reconciliation.GoHighLevel;

public static class GoHighLevelReconciliationServices
{
    public static void AddGoHighLevelReconciliation(this IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton<IReconciliationPart, GoHighLevelReconciliation>();
}
