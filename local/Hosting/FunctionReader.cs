using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace Plumbline.Local.Hosting;

/// <summary>Turns one method into a function, or says why it cannot be one.</summary>
internal sealed partial class FunctionReader(IConfiguration configuration)
{
    public FunctionDefinition Read(string name, MethodInfo method)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new InvalidFunctionException($"{method.DeclaringType}.{method.Name}: a function needs a name.");
        if (!method.IsPublic || method.DeclaringType is not { IsVisible: true, IsGenericTypeDefinition: false })
            throw Refuse(name, "its method and class must be public and not generic");

        var triggers = method.GetParameters()
            .SelectMany(parameter => parameter.GetCustomAttributes()
                .Where(attribute => attribute is HttpTriggerAttribute or TimerTriggerAttribute or QueueTriggerAttribute)
                .Select(attribute => (parameter, attribute)))
            .ToList();
        if (triggers is not [var (parameter, trigger)])
            throw Refuse(name, "it must have exactly one parameter with an HttpTrigger, TimerTrigger or QueueTrigger");

        return trigger switch
        {
            HttpTriggerAttribute http => ReadHttp(name, method, parameter, http),
            TimerTriggerAttribute timer => ReadTimer(name, method, parameter, timer),
            _ => ReadQueue(name, method, parameter, (QueueTriggerAttribute)trigger),
        };
    }

    private static HttpFunction ReadHttp(string name, MethodInfo method, ParameterInfo trigger, HttpTriggerAttribute http)
    {
        if (trigger.ParameterType != typeof(HttpRequest)) throw Refuse(name, "its HttpTrigger parameter must be an HttpRequest");
        if (http.AuthLevel is not (AuthorizationLevel.Anonymous or AuthorizationLevel.Function or AuthorizationLevel.Admin))
            throw Refuse(name, $"the level {http.AuthLevel} is not supported; use Anonymous, Function or Admin");

        var result = Unwrap(method.ReturnType);
        if (result is not null && !result.IsAssignableTo(typeof(IActionResult)) && !result.IsAssignableTo(typeof(IResult)))
            throw Refuse(name, $"it returns {method.ReturnType.Name}; return an IActionResult or IResult, or a Task of one");

        var text = (string.IsNullOrWhiteSpace(http.Route) ? name : http.Route).Trim('/');
        if (text.StartsWith("admin", StringComparison.OrdinalIgnoreCase) || text.StartsWith("runtime", StringComparison.OrdinalIgnoreCase))
            throw Refuse(name, $"the route {text} begins with admin or runtime, which the Functions host keeps to itself");

        var route = Parse(name, text);
        var parameters = Parameters(name, method, trigger, info => IsRouteValue(name, info, route));
        return new HttpFunction(name, method, parameters, route, http.Methods is { Length: > 0 } methods ? methods : null, http.AuthLevel);
    }

    private TimerFunction ReadTimer(string name, MethodInfo method, ParameterInfo trigger, TimerTriggerAttribute timer)
    {
        if (trigger.ParameterType != typeof(TimerInfo)) throw Refuse(name, "its TimerTrigger parameter must be a TimerInfo");
        RefuseResult(name, method);
        var expression = SettingNames.Resolve(timer.Schedule, configuration, name);
        try
        {
            return new TimerFunction(
                name, method, Parameters(name, method, trigger), new TimerSchedule(expression), timer.RunOnStartup, timer.UseMonitor);
        }
        catch (CrontabException e)
        {
            throw new InvalidFunctionException(
                $"Function {name}: the schedule '{expression}' is not NCRONTAB: six fields from seconds to day of week, such as '0 */10 * * * *'.", e);
        }
    }

    private QueueFunction ReadQueue(string name, MethodInfo method, ParameterInfo trigger, QueueTriggerAttribute queue)
    {
        if (trigger.ParameterType == typeof(CancellationToken) || trigger.ParameterType.IsPrimitive)
            throw Refuse(name, "its QueueTrigger parameter must be a string or a type to read from JSON");
        RefuseResult(name, method);
        var queueName = SettingNames.Resolve(queue.QueueName, configuration, name);
        if (!QueueName().IsMatch(queueName))
            throw Refuse(name, $"'{queueName}' is no queue name: 3 to 63 lower-case letters, digits and single dashes");
        return new QueueFunction(
            name, method, Parameters(name, method, trigger), queueName,
            queue.Connection ?? "AzureWebJobsStorage", trigger.ParameterType);
    }

    private static FunctionParameter[] Parameters(
        string name, MethodInfo method, ParameterInfo trigger, Predicate<ParameterInfo>? isRouteValue = null) =>
        [.. method.GetParameters().Select(info => new FunctionParameter(
            info,
            info == trigger ? ParameterSource.Trigger
            : info.ParameterType == typeof(CancellationToken) ? ParameterSource.Cancellation
            : isRouteValue?.Invoke(info) == true ? ParameterSource.Route
            : throw Refuse(name, $"the parameter {info.Name} of type {info.ParameterType.Name} is not supported here")))];

    private static bool IsRouteValue(string name, ParameterInfo info, RoutePattern route)
    {
        var type = Nullable.GetUnderlyingType(info.ParameterType) ?? info.ParameterType;
        if (type != typeof(string) && !type.IsValueType) return false;
        if (!TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string))) return false;
        return route.GetParameter(info.Name!) is not null
            ? true
            : throw Refuse(name, $"the parameter {info.Name} is not in its route {route.RawText}");
    }

    private static RoutePattern Parse(string name, string route)
    {
        try
        {
            return RoutePatternFactory.Parse(route);
        }
        catch (RoutePatternException e)
        {
            throw new InvalidFunctionException($"Function {name}: the route {route} is not a route template. {e.Message}", e);
        }
    }

    private static void RefuseResult(string name, MethodInfo method)
    {
        if (Unwrap(method.ReturnType) is not null) throw Refuse(name, $"it returns {method.ReturnType.Name}; output bindings are not used, return Task");
    }

    private static Type? Unwrap(Type type) =>
        type == typeof(void) || type == typeof(Task) ? null
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>) ? type.GetGenericArguments()[0]
        : type;

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex QueueName();

    private static InvalidFunctionException Refuse(string name, string why) => new($"Function {name}: {why}.");
}
