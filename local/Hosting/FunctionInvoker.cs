using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Plumbline.Local.Hosting;

/// <summary>Runs one function: a new instance of its class from the scope given, disposed of afterwards.</summary>
internal sealed class FunctionInvoker
{
    // The worker's own: what a timer or a message sets off is a trace under either host.
    private static readonly ActivitySource Source = new("Microsoft.Azure.Functions.Worker");

    private readonly FunctionDefinition function;
    private readonly ObjectFactory? create;
    private readonly PropertyInfo? taskResult;

    public FunctionInvoker(FunctionDefinition function)
    {
        this.function = function;
        if (!function.Method.IsStatic) create = ActivatorUtilities.CreateFactory(function.Method.DeclaringType!, []);
        if (function.Method.ReturnType.IsGenericType) taskResult = function.Method.ReturnType.GetProperty(nameof(Task<object>.Result));
    }

    /// <summary>What the function returned, its task awaited; null for none.</summary>
    public async Task<object?> InvokeAsync(IServiceProvider scope, object? trigger, RouteValueDictionary? route, CancellationToken cancel)
    {
        var arguments = function.Parameters.Select(parameter => parameter.Source switch
        {
            ParameterSource.Trigger => trigger,
            ParameterSource.Cancellation => cancel,
            _ => RouteValue(parameter.Info, route),
        }).ToArray();

        using var span = Source.StartActivity($"function {function.Name}");
        var instance = create?.Invoke(scope, null);
        try
        {
            var returned = function.Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture);
            if (returned is not Task task) return returned;
            await task;
            return taskResult?.GetValue(task);
        }
        finally
        {
            if (instance is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else (instance as IDisposable)?.Dispose();
        }
    }

    private static object? RouteValue(ParameterInfo parameter, RouteValueDictionary? route)
    {
        var text = Convert.ToString(route?[parameter.Name!], CultureInfo.InvariantCulture);
        if (parameter.ParameterType == typeof(string)) return text;
        if (string.IsNullOrEmpty(text) && Nullable.GetUnderlyingType(parameter.ParameterType) is not null) return null;
        try
        {
            return TypeDescriptor.GetConverter(parameter.ParameterType).ConvertFromInvariantString(text ?? "");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new BadHttpRequestException($"The route value {parameter.Name} is not a {parameter.ParameterType.Name}.", e);
        }
    }
}
