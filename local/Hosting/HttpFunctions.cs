using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Plumbline.Local.Hosting;

/// <summary>Serves HTTP functions below the route prefix.</summary>
internal sealed class HttpFunctions(FunctionCatalog catalog, HostKeys keys, HostSettings settings)
{
    private static readonly ActionDescriptor NoAction = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        var prefix = RoutePatternFactory.Parse(settings.RoutePrefix);
        foreach (var function in catalog.Http)
        {
            var endpoint = routes.Map(RoutePatternFactory.Combine(prefix, function.Route), Serve(function)).WithDisplayName(function.Name);
            if (function.Methods is { } methods) endpoint.WithMetadata(new HttpMethodMetadata(methods));
        }

        // A route of its own for everything else turns "wrong method" into the Functions host's 404.
        routes.MapFallback("{**path}", context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    private RequestDelegate Serve(HttpFunction function)
    {
        var invoker = new FunctionInvoker(function);
        return async context =>
        {
            if (!keys.Allow(function.Level, context.Request))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            var result = await invoker.InvokeAsync(
                context.RequestServices, context.Request, context.Request.RouteValues, context.RequestAborted);
            if (result is IActionResult action)
                await action.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), NoAction));
            else if (result is IResult plain)
                await plain.ExecuteAsync(context);
        };
    }
}
