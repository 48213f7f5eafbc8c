using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Plumbline.Platform;

public static class PlatformServices
{
    public static void AddPlatform(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<PublicOptions>().Configure<IConfiguration>((options, configuration) => options.Url = configuration["PublicUrl"] ?? "")
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        builder.Services.AddSingleton(services => CreateDataSource(
            services.GetRequiredService<IOptions<DatabaseOptions>>().Value,
            services.GetRequiredService<TokenCredential>()));
        builder.Services.AddSingleton<Database>();
        builder.Services.AddSingleton<Secrets>();
        builder.Services.AddSingleton<Storage>();
        builder.Services.AddSingleton<RateLimits>();
    }

    private static NpgsqlDataSource CreateDataSource(DatabaseOptions options, TokenCredential credential)
    {
        // Metrics and spans bear the name; without one it is the connection string.
        var source = new NpgsqlDataSourceBuilder(options.ConnectionString) { Name = "plumbline" };
        source.ConnectionStringBuilder.ApplicationName ??= "plumbline";
        source.ConnectionStringBuilder.MaxAutoPrepare = options.MaxAutoPrepare;
        if (options.UseManagedIdentity)
        {
            var scope = new TokenRequestContext(["https://ossrdbms-aad.database.windows.net/.default"]);
            source.UsePasswordProvider(
                _ => credential.GetToken(scope, default).Token,
                async (_, cancel) => (await credential.GetTokenAsync(scope, cancel)).Token);
        }

        return source.Build();
    }
}
