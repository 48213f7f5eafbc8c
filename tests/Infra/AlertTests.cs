using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Plumbline.Digest;
using Plumbline.Ledger;

namespace Plumbline.Tests.Infra;

/// <summary>An alert looks for what the code really logs, and tells an admin where to read on.</summary>
public sealed partial class AlertTests
{
    private static readonly BicepFile Alerts = Bicep.File("modules/alerts.bicep");

    private static readonly string[] Templates =
        [.. typeof(DigestOutbox).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.Message).OfType<string>()];

    [Fact]
    public void Alerts_OfTheApp_AreThese()
    {
        Alerts.ValueOf("logAlerts")!.AsArray().Select(alert => alert!["name"].Text())
            .ShouldBe(["webhooks-failing", "webhooks-waiting", "webhooks-silent", "poison-messages", "month-not-closed", "high-severity-finding", "vitals-missing"], ignoreOrder: true);
        Alerts.ValueOf("metricAlerts")!.AsArray().Select(alert => alert!["name"].Text())
            .ShouldBe(["database-cpu", "database-storage", "database-connections"], ignoreOrder: true);
        Bicep.Made("Microsoft.Insights/scheduledQueryRules").ShouldHaveSingleItem().Resource.Loop!.Over.ShouldBe("logAlerts");
        Bicep.Made("Microsoft.Insights/metricAlerts").ShouldHaveSingleItem().Resource.Loop!.Over.ShouldBe("metricAlerts");
    }

    [Theory]
    [InlineData("poison-messages", "where Fewest > 0")]
    [InlineData("month-not-closed", "where Open == Looks and Looks >= 12")]
    [InlineData("high-severity-finding", "where HighFindings > 0")]
    [InlineData("webhooks-silent", "where Seen == 0")]
    [InlineData("vitals-missing", "where Seen == 0")]
    public void Alert_OfALine_FiresOnThis(string name, string condition) =>
        Queries().Single(query => query.Name == name).Text.Split('|')[^1].Trim().ShouldBe(condition);

    [Fact]
    public void Alerts_OfAllKinds_FireOnTheFirstRowAndTheRightMetric()
    {
        var rule = Bicep.Made("Microsoft.Insights/scheduledQueryRules").ShouldHaveSingleItem().Resource.At("properties.criteria.allOf")!.AsArray()[0]!;
        rule["operator"].Text().ShouldBe("GreaterThan");
        rule["threshold"]!.GetValue<int>().ShouldBe(0);
        rule["failingPeriods"]!["numberOfEvaluationPeriods"]!.GetValue<int>().ShouldBe(1, "several are bins of time, for which these queries have no rows");
        Alerts.ValueOf("metricAlerts")!.AsArray().Select(alert => alert!["metric"].Text()).ShouldBe(["cpu_percent", "storage_percent", "active_connections"]);
    }

    [Fact]
    public void Alerts_AllOfThem_ReachTheAdmins()
    {
        foreach (var (_, rule) in Bicep.Made("Microsoft.Insights/scheduledQueryRules").Concat(Bicep.Made("Microsoft.Insights/metricAlerts")))
        {
            rule.At("properties.enabled")!.GetValue<bool>().ShouldBeTrue();
            rule.At("properties.actions")!.ToJsonString().ShouldContain("actionGroup.id");
        }

        Bicep.Main.Modules.Single(module => module.Path == Alerts.Path).Given["emails"].Text().ShouldBe("alertEmails");
        Bicep.Made("Microsoft.Consumption/budgets").ShouldHaveSingleItem();
    }

    [Fact]
    public void Alerts_AllOfThem_HaveASectionOfTheRunbook()
    {
        var headings = Runbook.Headings().ToHashSet();
        Names().ShouldAllBe(name => headings.Contains(name));
    }

    [Fact]
    public void Queries_ThatLookForALine_LookForOneThatIsLogged()
    {
        var looked = Queries().SelectMany(query => Looked().Matches(query.Text).Select(match => (query.Name, How: match.Groups[1].Value, Text: match.Groups[2].Value))).ToList();
        looked.Count.ShouldBeGreaterThan(3);
        foreach (var (name, how, text) in looked.Where(look => look.Text != ContactHash.SecretName))
        {
            Templates.ShouldContain(
                template => how == "startswith" ? template.StartsWith(text) : how == "endswith" ? template.EndsWith(text) : template.Contains(text), $"{name}: {how} '{text}'");
        }
    }

    [Fact]
    public void Queries_ThatReadALine_ReadItAsItIsLogged()
    {
        var parsing = Queries().Where(query => query.Text.Contains("| parse ")).ToList();
        parsing.Select(query => query.Name).ShouldBe(["webhooks-waiting", "poison-messages", "month-not-closed", "high-severity-finding"], ignoreOrder: true);
        foreach (var (name, query) in parsing)
        {
            var parsed = Parse().Match(query).Groups[1].Value;
            var pieces = Piece().Matches(parsed).Select(match => match.Groups[1].Value).ToList();
            var columns = Column().Matches(Piece().Replace(parsed, "''")).Select(match => match.Groups[1].Value).ToList();
            var begins = !parsed.StartsWith('*');
            Templates.ShouldContain(one => Matches(one, pieces, begins), name);
            var template = Templates.First(one => Matches(one, pieces, begins));

            var logged = Placeholder().Matches(template).Select(match => match.Value.Trim('{', '}')).ToList();
            columns.Count.ShouldBe(logged.Count, name);
            columns.Zip(logged).ShouldAllBe(pair => pair.Second.StartsWith(pair.First), name);
            columns.AddRange(Assigned().Matches(query).Select(match => match.Groups[1].Value));
            Compared().Matches(query).Select(match => match.Groups[1].Value).ShouldAllBe(column => columns.Contains(column));
        }
    }

    [Fact]
    public void Dimensions_OfAnAlert_AreReadFromTheLine()
    {
        foreach (var alert in Alerts.ValueOf("logAlerts")!.AsArray().Where(alert => alert!["dimensions"].IsExpression()))
        {
            alert!["dimensions"].Text().ShouldBe("byTenant");
            Queries().Single(query => query.Name == alert["name"].Text()).Text.ShouldContain("' Tenant '");
        }

        Alerts.ValueOf("byTenant")!.AsArray().ShouldHaveSingleItem()!["name"].Text().ShouldBe("Tenant");
    }

    [Fact]
    public void Queries_ThatNameAFunction_NameOneOfTheApp()
    {
        var named = Queries().SelectMany(query => Named().Matches(query.Text)).SelectMany(match => Quoted().Matches(match.Value)).Select(match => match.Groups[1].Value).ToList();
        named.ShouldContain("StripeWebhook");
        named.Where(name => AppSettings.Functions.Find(name) is null).ShouldBeEmpty();
    }

    [Fact]
    public void Queries_AllOfThem_ReadTablesOfTheWorkspace() =>
        Queries().SelectMany(query => Table().Matches(query.Text)).Select(match => match.Groups[1].Value).Distinct()
            .ShouldBeSubsetOf(["AppTraces", "AppRequests", "AppExceptions", "AppDependencies", "AppMetrics"]);

    [Fact]
    public void Windows_OfQueries_AreLongerThanTheTimeBetweenThem()
    {
        foreach (var alert in Alerts.ValueOf("logAlerts")!.AsArray().Where(alert => !alert!["window"].IsExpression()))
        {
            Duration(alert!["window"]).ShouldBeGreaterThanOrEqualTo(Duration(alert["frequency"]), alert["name"].Text());
        }
    }

    private static bool Matches(string template, List<string> pieces, bool begins)
    {
        var literals = Placeholder().Split(template).Where(piece => piece.Length > 0).ToList();
        return literals.Count == pieces.Count
            && literals.Zip(pieces).Select((pair, i) => i > 0 || begins ? pair.First == pair.Second : pair.First.EndsWith(pair.Second, StringComparison.Ordinal)).All(isSame => isSame);
    }

    private static TimeSpan Duration(JsonNode? value) => System.Xml.XmlConvert.ToTimeSpan(value.Text());

    private static IEnumerable<string> Names() =>
        Alerts.ValueOf("logAlerts")!.AsArray().Concat(Alerts.ValueOf("metricAlerts")!.AsArray()).Select(alert => alert!["name"].Text());

    /// <summary>Every query, with the variables that it is put together from.</summary>
    private static IEnumerable<(string Name, string Text)> Queries() =>
        Alerts.ValueOf("logAlerts")!.AsArray().Select(alert => (alert!["name"].Text(), alert["query"].IsExpression()
            ? Interpolated().Replace(alert["query"].Text().Trim('\''), match => Alerts.ValueOf(match.Groups[1].Value).Text())
            : alert["query"].Text()));

    [GeneratedRegex(@"(startswith|endswith|contains|has)\s+'([^']*)'")]
    private static partial Regex Looked();

    [GeneratedRegex(@"\| parse Message with (.*)")]
    private static partial Regex Parse();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Piece();

    [GeneratedRegex(@"(\w+)(?::long)?(?= ''|$| $)")]
    private static partial Regex Column();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(\w+) = ")]
    private static partial Regex Assigned();

    [GeneratedRegex(@"(?:\| where |min\(|countif\()(\w+)(?: [>=]|\))")]
    private static partial Regex Compared();

    [GeneratedRegex(@"\bName (?:in \([^)]*\)|== '[^']*')")]
    private static partial Regex Named();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(App[A-Z]\w*)\b")]
    private static partial Regex Table();

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Interpolated();
}
