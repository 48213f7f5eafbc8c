using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Adjustments;

public static class AdjustmentServices
{
    public static void AddAdjustments(this IHostApplicationBuilder builder) => builder.Services
        .AddSingleton<AdjustmentLog>()
        .AddSingleton<AdjustmentWriter>();
}
