using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Ledger;

public static class LedgerServices
{
    public static void AddLedger(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<LedgerWriter>();
}
