using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Webhooks.GoHighLevel;

public static class GoHighLevelServices
{
    public static void AddGoHighLevelWebhooks(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<GoHighLevelOptions>().BindConfiguration(GoHighLevelOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<GoHighLevelDeliveries>();
    }
}
