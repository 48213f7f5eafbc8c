using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Access;

public static class AccessServices
{
    public static void AddAccess(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<BearerAccess>();
}
