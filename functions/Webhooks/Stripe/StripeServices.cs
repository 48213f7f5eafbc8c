using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Webhooks.Stripe;

public static class StripeServices
{
    public static void AddStripeWebhooks(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<StripeDeliveries>();
}
