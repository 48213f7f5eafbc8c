using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Tests.Local;

/// <summary>The stand-ins must default as the real worker's types do, or a function would behave differently on Azure.</summary>
public sealed class WorkerTypesTests
{
    [Fact]
    public void HttpTrigger_EachConstructor_HasTheRealDefaults()
    {
        new HttpTriggerAttribute().AuthLevel.ShouldBe(AuthorizationLevel.Function);
        new HttpTriggerAttribute().Methods.ShouldBeNull();
        new HttpTriggerAttribute("get", "post").AuthLevel.ShouldBe(AuthorizationLevel.Anonymous);
        new HttpTriggerAttribute("get", "post").Methods.ShouldBe(["get", "post"]);
        new HttpTriggerAttribute(AuthorizationLevel.Admin).AuthLevel.ShouldBe(AuthorizationLevel.Admin);
        new HttpTriggerAttribute(AuthorizationLevel.Admin, "put").Methods.ShouldBe(["put"]);
        new HttpTriggerAttribute().Route.ShouldBeNull();
    }

    [Fact]
    public void TimerTrigger_OnlySchedule_IsMonitoredAndDoesNotRunOnStartup()
    {
        var timer = new TimerTriggerAttribute("0 * * * * *");
        (timer.Schedule, timer.UseMonitor, timer.RunOnStartup).ShouldBe(("0 * * * * *", true, false));
    }

    [Theory]
    [InlineData(AuthorizationLevel.Anonymous, 0)]
    [InlineData(AuthorizationLevel.Function, 2)]
    [InlineData(AuthorizationLevel.Admin, 4)]
    public void AuthorizationLevel_Value_IsTheRealOne(AuthorizationLevel level, int value) => ((int)level).ShouldBe(value);
}
