using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Plumbline.Reconciliation.Stripe;

public static class StripeReconciliationServices
{
    public static void AddStripeReconciliation(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<StripeOptions>().BindConfiguration(StripeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<StripeApiClient>().AddSingleton<IReconciliationPart, StripePart>();
    }
}
