using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Plumbline.Local.Services;

namespace Plumbline.Local.Hosting;

/// <summary>Hosts functions on Kestrel: routes, keys, timers, queues, the admin endpoint and the mailbox.</summary>
internal static class FunctionHost
{
    // The Functions host's own limits; functions that want less count while they read.
    private const long RequestBodyLimit = 104_857_600;
    private const int RequestLineLimit = 8 * 1024;
    private const int HeadersLimit = 32 * 1024;
    private const int HeaderCountLimit = 100;
    private static readonly TimeSpan HeadersPatience = TimeSpan.FromSeconds(30);

    /// <param name="wrap">Wraps the host once it is built, to start and stop more than functions with it.</param>
    public static FunctionsApplicationBuilder CreateBuilder(FunctionHostOptions options, Func<IHost, IHost>? wrap = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Development,
        });
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = _ => options.Port.HandOver());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBodyLimit;
            kestrel.Limits.MaxRequestLineSize = RequestLineLimit;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeadersLimit;
            kestrel.Limits.MaxRequestHeaderCount = HeaderCountLimit;
            kestrel.Limits.RequestHeadersTimeout = HeadersPatience;
            kestrel.Listen(IPAddress.Loopback, options.Port.Port);
        });

        AddLogging(builder.Logging);
        AddServices(builder.Services, options);
        return new FunctionsApplicationBuilder(builder, inner =>
        {
            var app = Build(inner, options);
            return wrap is null ? app : wrap(app);
        });
    }

    private static void AddLogging(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter(nameof(Plumbline), LogLevel.Information);
        // An aborted request or a stopped host is no news here.
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
    }

    private static void AddServices(IServiceCollection services, FunctionHostOptions options)
    {
        services.AddSingleton(options.Time);
        services.AddSingleton(options.Keys);
        services.AddSingleton(options.Settings);
        services.AddSingleton(options.Mailbox);
        services.AddSingleton(new TimerMemory(options.TimerFile));
        services.AddSingleton<FailureResponses>();
        services.AddSingleton<HttpFunctions>();
        services.AddSingleton<AdminEndpoint>();
        services.AddSingleton<QueueFunctions>();
        services.AddSingleton<TimerFunctions>();
        // Services stop in reverse: HTTP, what the app adds, timers, queues.
        services.AddHostedService(provider => provider.GetRequiredService<QueueFunctions>());
        services.AddHostedService(provider => provider.GetRequiredService<TimerFunctions>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Settings.StopGrace * 3);
    }

    private static WebApplication Build(WebApplicationBuilder builder, FunctionHostOptions options)
    {
        // Read last, when the app has added its configuration: schedules and queue names may be settings.
        builder.Services.AddSingleton(new FunctionCatalog(options.FunctionTypes, builder.Configuration));
        var app = builder.Build();
        app.UseMiddleware<FailureResponses>();
        app.MapGet("/", () => Results.Text($"Plumbline is running. Its mail is at {options.Port.Url}/local/mail\n"));
        app.Services.GetRequiredService<AdminEndpoint>().Map(app);
        MailboxEndpoints.Map(app);
        options.MapMore(app);
        app.Services.GetRequiredService<HttpFunctions>().Map(app);
        return app;
    }
}
