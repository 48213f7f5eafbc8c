using System.Text.Json.Nodes;

namespace Plumbline.Tests.Infra;

/// <summary>What both hosts read: what is lost where it is wrong shows on Azure alone.</summary>
public sealed class HostJsonTests
{
    private static readonly JsonNode Host = JsonNode.Parse(File.ReadAllText(Path.Combine(Bicep.Root, "host.json")))!;

    [Fact]
    public void Queues_OfBothHosts_TryFiveTimesAndReadBase64()
    {
        var queues = Host["extensions"]!["queues"]!;
        queues["maxDequeueCount"]!.GetValue<int>().ShouldBe(5);
        queues["messageEncoding"]!.GetValue<string>().ShouldBe("base64");
        queues["visibilityTimeout"]!.GetValue<string>().ShouldBe("00:00:30");
        queues["batchSize"]!.GetValue<int>().ShouldBe(4);
    }

    [Fact]
    public void Requests_AtATime_AreAtLeastAsManyAsBicepLetsIn()
    {
        var most = Host["extensions"]!["http"]!["maxConcurrentRequests"]!.GetValue<int>();
        Bicep.Stages.Select(stage => stage.ValueOf("compute")!["requestsPerInstance"]!.GetValue<int>()).ShouldAllBe(requests => requests <= most);
    }

    [Fact]
    public void Lines_ThatAlertsRead_AreLoggedAndNeverSampled()
    {
        var logging = Host["logging"]!;
        logging["logLevel"]!["default"]!.GetValue<string>().ShouldBe("Information");
        logging["logLevel"]!.AsObject().Select(level => level.Key).ShouldAllBe(category => !category.StartsWith("Function.Vitals", StringComparison.Ordinal));
        logging["logLevel"]!["Host.Results"]!.GetValue<string>().ShouldBe("Information");
        logging["applicationInsights"]!["samplingSettings"]!["excludedTypes"]!.GetValue<string>().Split(';').ShouldBe(["Request", "Exception", "Trace"], ignoreOrder: true);
    }
}
