using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Quarantines;

public static class QuarantineServices
{
    public static void AddQuarantine(this IHostApplicationBuilder builder) => builder.Services
        .AddSingleton<QuarantineReader>()
        .AddSingleton<QuarantineReplayer>()
        .AddSingleton<QuarantineDismisser>()
        .AddSingleton<FindingReader>();
}
