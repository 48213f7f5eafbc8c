using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Manage;

public static class ManageServices
{
    public static void AddManage(this IHostApplicationBuilder builder) => builder.Services
        .AddSingleton<AuditTrail>()
        .AddSingleton<ManageDesk>()
        .AddSingleton<TenantReader>()
        .AddSingleton<TenantWriter>()
        .AddSingleton<TokenWriter>();
}
