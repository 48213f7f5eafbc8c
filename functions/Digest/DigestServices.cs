using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Plumbline.Digest;

public static class DigestServices
{
    public static void AddDigest(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SendGridOptions>().BindConfiguration(SendGridOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHttpClient(SendGridClient.HttpClientName, (services, client) =>
        {
            var url = services.GetRequiredService<IOptions<SendGridOptions>>().Value.BaseUrl;
            client.BaseAddress = new Uri(url.EndsWith('/') ? url : url + "/");
        });
        builder.Services
            .AddSingleton(services => SendGridResilience.Create(services.GetRequiredService<TimeProvider>()))
            .AddSingleton<SendGridClient>()
            .AddSingleton<LinkSigner>()
            .AddSingleton<DigestOutbox>()
            .AddSingleton<DigestSends>()
            .AddSingleton<Suppressions>()
            .AddSingleton<UnsubscribeDesk>()
            .AddSingleton<UndeliveredDigests>()
            .AddSingleton<DigestArchive>()
            .AddSingleton<DigestRenderer>()
            .AddSingleton<MonthHistories>()
            .AddSingleton<MonthPages>()
            .AddSingleton<DigestDelivery>();
    }
}
