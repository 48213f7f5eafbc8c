using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Webhooks.Events;

public static class EventsServices
{
    public static void AddEvents(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<EventDeliveries>();
}
