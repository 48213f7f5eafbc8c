using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Plumbline.Local.Hosting;

namespace Plumbline.Tests.Local;

public sealed class FunctionCatalogTests
{
    public static TheoryData<Type[], string> Refused => new()
    {
        { [typeof(NameA), typeof(NameB)], "Two functions are named" },
        { [typeof(AdminRoute)], "Function AdminRoute: the route admin/things begins with admin or runtime" },
        { [typeof(RuntimeRoute)], "Function R: the route Runtime-info begins with admin or runtime" },
        { [typeof(AdminByName)], "Function AdministerAll: the route AdministerAll begins with admin or runtime" },
        { [typeof(StrangeParameter)], "Function Strange: the parameter client of type HttpClient is not supported" },
        { [typeof(MissingRouteValue)], "Function Missing: the parameter tenant is not in its route things" },
        { [typeof(BadCron)], "Function BadCron: the schedule 'every day' is not NCRONTAB" },
        { [typeof(OutOfRangeCron)], "Function OutOfRange: the schedule '0 61 * * * *' is not NCRONTAB" },
        { [typeof(UnsetSchedule)], "Function Unset: the setting Schedules__Nowhere has no value" },
        { [typeof(QueueNamedBadly)], "Function BadQueue: 'My_Queue' is no queue name" },
        { [typeof(SameRouteA), typeof(SameRouteB)], "Functions SameA and SameB have the same route and method" },
        { [typeof(AnyMethod), typeof(SameRouteB)], "Functions Any and SameB have the same route and method" },
        { [typeof(NoTrigger)], "Function NoTrigger: it must have exactly one parameter" },
        { [typeof(TwoTriggers)], "Function TwoTriggers: it must have exactly one parameter" },
        { [typeof(ReturnsText)], "Function ReturnsText: it returns String" },
        { [typeof(OutputBinding)], "Function Output: it returns Task`1" },
        { [typeof(NotPublic)], "Function NotPublic: its method and class must be public" },
        { [typeof(UserLevel)], "Function UserLevel: the level User is not supported" },
        { [typeof(BadRoute)], "Function BadRoute: the route a/{b is not a route template" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Load_FunctionTheHostWouldRefuse_NamesItAndSaysWhy(Type[] types, string message)
    {
        var refused = Should.Throw<InvalidFunctionException>(() => Load(types));
        refused.Message.ShouldStartWith(message);
    }

    [Fact]
    public void Load_SameRouteForDifferentMethods_IsFine() =>
        Load(typeof(SameRouteB), typeof(OtherMethod)).Http.Count().ShouldBe(2);

    [Fact]
    public void Load_LiteralBesideParameter_IsFine() =>
        Load(typeof(SameRouteA), typeof(Literal)).Http.Count().ShouldBe(2);

    [Fact]
    public void Load_ScheduleFromSetting_IsResolved()
    {
        var timer = Load(typeof(SettingSchedule)).Timers.ShouldHaveSingleItem();
        timer.Schedule.Expression.ShouldBe("0 5 * * * *");
        timer.Schedule.Next(DateTimeOffset.Parse("2026-03-01T10:04:59Z", null)).ShouldBe(DateTimeOffset.Parse("2026-03-01T10:05:00Z", null));
    }

    [Fact]
    public void Find_AnyCase_FindsTheFunction() =>
        Load(typeof(SettingSchedule)).Find("settingschedule").ShouldNotBeNull();

    private static FunctionCatalog Load(params Type[] types) => new(
        types, new ConfigurationBuilder().AddInMemoryCollection([new("Schedules:Known", "0 5 * * * *")]).Build());

    public static class NameA { [Function("twice")] public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => _ = timer; }
    public static class NameB { [Function("Twice")] public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => _ = timer; }
    public static class AdminRoute { [Function("AdminRoute")] public static IActionResult Run([HttpTrigger("get", Route = "admin/things")] HttpRequest request) => new ObjectResult(request); }
    public static class RuntimeRoute { [Function("R")] public static IActionResult Run([HttpTrigger("get", Route = "/Runtime-info")] HttpRequest request) => new ObjectResult(request); }
    public static class AdminByName { [Function("AdministerAll")] public static IActionResult Run([HttpTrigger("get")] HttpRequest request) => new ObjectResult(request); }
    public static class StrangeParameter { [Function("Strange")] public static IActionResult Run([HttpTrigger("get")] HttpRequest request, HttpClient client) => new ObjectResult((request, client)); }
    public static class MissingRouteValue { [Function("Missing")] public static IActionResult Run([HttpTrigger("get", Route = "things")] HttpRequest request, string tenant) => new ObjectResult((request, tenant)); }
    public static class BadCron { [Function("BadCron")] public static void Run([TimerTrigger("every day")] TimerInfo timer) => _ = timer; }
    public static class OutOfRangeCron { [Function("OutOfRange")] public static void Run([TimerTrigger("0 61 * * * *")] TimerInfo timer) => _ = timer; }
    public static class UnsetSchedule { [Function("Unset")] public static void Run([TimerTrigger("%Schedules__Nowhere%")] TimerInfo timer) => _ = timer; }
    public static class QueueNamedBadly { [Function("BadQueue")] public static void Run([QueueTrigger("My_Queue")] string message) => _ = message; }
    public static class SameRouteA { [Function("SameA")] public static IActionResult Run([HttpTrigger("get", Route = "things/{id}")] HttpRequest request) => new ObjectResult(request); }
    public static class SameRouteB { [Function("SameB")] public static IActionResult Run([HttpTrigger("post", "GET", Route = "Things/{name}")] HttpRequest request) => new ObjectResult(request); }
    public static class AnyMethod { [Function("Any")] public static IActionResult Run([HttpTrigger(Route = "things/{x}")] HttpRequest request) => new ObjectResult(request); }
    public static class OtherMethod { [Function("Other")] public static IActionResult Run([HttpTrigger("put", Route = "things/{x}")] HttpRequest request) => new ObjectResult(request); }
    public static class Literal { [Function("Literal")] public static IActionResult Run([HttpTrigger("get", Route = "things/latest")] HttpRequest request) => new ObjectResult(request); }
    public static class NoTrigger { [Function("NoTrigger")] public static void Run(string text) => _ = text; }
    public static class TwoTriggers { [Function("TwoTriggers")] public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer, [QueueTrigger("abc")] string message) => _ = (timer, message); }
    public static class ReturnsText { [Function("ReturnsText")] public static string Run([HttpTrigger("get")] HttpRequest request) => $"{request}"; }
    public static class OutputBinding { [Function("Output")] public static Task<string> Run([QueueTrigger("abc")] string message) => Task.FromResult(message); }
    public static class NotPublic { [Function("NotPublic")] internal static void Run([QueueTrigger("abc")] string message) => _ = message; }
    public static class UserLevel { [Function("UserLevel")] public static IActionResult Run([HttpTrigger(AuthorizationLevel.User)] HttpRequest request) => new ObjectResult(request); }
    public static class BadRoute { [Function("BadRoute")] public static IActionResult Run([HttpTrigger("get", Route = "a/{b")] HttpRequest request) => new ObjectResult(request); }
    public static class SettingSchedule { [Function("SettingSchedule")] public static void Run([TimerTrigger("%Schedules__Known%")] TimerInfo timer) => _ = timer; }
}
