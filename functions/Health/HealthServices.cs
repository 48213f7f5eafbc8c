using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Health;

public static class HealthServices
{
    public static void AddHealth(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DatabaseChecks>();
        builder.Services.AddSingleton<StorageCheck>();
        builder.Services.AddSingleton<Readiness>();
    }
}
