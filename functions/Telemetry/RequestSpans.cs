using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Plumbline.Telemetry;

/// <summary>
/// Describes ASP.NET Core's own span of a request, which is bare. A link's signature, a function key and addresses stand in the
/// query, so nothing of that is told; nor who called.
/// </summary>
internal sealed partial class RequestSpans : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string Listener = "Microsoft.AspNetCore";
    private const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";
    private const string RequestStop = Request + ".Stop";

    private readonly List<IDisposable> subscriptions = [];

    public RequestSpans() => subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Listener)
        {
            // Its stop is told to those alone who asked for its start.
            subscriptions.Add(value.Subscribe(this, name => name.StartsWith(Request, StringComparison.Ordinal)));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == RequestStop && value.Value is HttpContext context
            && context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
        {
            Describe(span, context);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => subscriptions.ForEach(subscription => subscription.Dispose());

    private static void Describe(Activity span, HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var route = context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } text } ? $"/{text.TrimStart('/')}" : null;
        span.DisplayName = route is null ? request.Method : $"{request.Method} {route}";
        span.SetTag("http.request.method", request.Method)
            .SetTag("url.scheme", request.Scheme)
            .SetTag("url.path", RecipientHash().Replace(request.PathBase + request.Path, "-"))
            .SetTag("http.route", route)
            .SetTag("http.response.status_code", response.StatusCode);
        if (response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    // The hash of an address says whose it is to whoever has the address.
    [GeneratedRegex("[0-9a-fA-F]{64}", RegexOptions.CultureInvariant)]
    private static partial Regex RecipientHash();
}
