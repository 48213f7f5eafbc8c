using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Plumbline.Snapshots.Seals;

namespace Plumbline.Snapshots;

public static class SnapshotsServices
{
    public static void AddSnapshots(this IHostApplicationBuilder builder) => builder.Services
        .AddSingleton<FrozenMonths>()
        .AddSingleton<RevisionWriter>()
        .AddSingleton<MonthSealer>()
        .AddSingleton<SealCopies>()
        .AddSingleton<SealVerifier>()
        .AddSingleton<MonthDesk>()
        .AddSingleton<RetroactiveChanges>()
        .AddSingleton<MonthFreezer>()
        .AddSingleton<ProvisionalMonths>()
        .AddSingleton<MonthCloser>();
}
