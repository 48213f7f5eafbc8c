using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Snapshots;

public static class SnapshotsServices
{
    public static void AddSnapshots(this IHostApplicationBuilder builder) => builder.Services
        .AddSingleton<FrozenMonths>()
        .AddSingleton<MonthDesk>()
        .AddSingleton<RetroactiveChanges>()
        .AddSingleton<MonthFreezer>()
        .AddSingleton<MonthCloser>();
}
