using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumbline.Local.Demo;
using Plumbline.Local.Demo.Company;
using Plumbline.Local.Demo.Issues;

namespace Plumbline.Local.Sources;

/// <summary>The sample businesses' Stripe and GoHighLevel, as the app asks them here. Drawn when they are first asked.</summary>
internal sealed class DemoSources
{
    public const string StripePrefix = "/local/stripe";
    public const string GoHighLevelPrefix = "/local/gohighlevel";
    public const string StripeKey = "local_stripe_api_demo_71c0e9";

    private readonly StripeApi stripe;
    private readonly GoHighLevelApi crm;
    private readonly Lazy<bool> opened;

    public DemoSources(Func<DemoPlan> plan, TimeProvider time)
    {
        opened = new Lazy<bool>(() => Open(plan()));
        stripe = new StripeApi(time) { Interfere = OpenAsync };
        crm = new GoHighLevelApi(time) { Interfere = OpenAsync };
    }

    /// <summary>The secrets with which the app may ask them.</summary>
    public static Dictionary<string, string?> Keys() => new()
    {
        [$"Secrets:stripe-api--{DemoPlan.Tenant}"] = StripeKey,
        [$"Secrets:ghl-api--{DemoPlan.Tenant}"] = GoHighLevelLocationBuilder.Token,
        [$"Secrets:stripe-api--{IssuesSettings.Tenant}"] = IssuesStripe.Key,
        [$"Secrets:ghl-api--{IssuesSettings.Tenant}"] = IssuesCrm.Token,
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        stripe.Map(routes, StripePrefix);
        crm.Map(routes, GoHighLevelPrefix);
    }

    private Task<bool> OpenAsync(HttpContext context)
    {
        _ = opened.Value;
        return Task.FromResult(false);
    }

    private bool Open(DemoPlan plan)
    {
        var world = DemoSimulation.Run(plan, new Draw(plan));
        stripe.Add(StripeKey, StripeAccountBuilder.Of(world));
        crm.Add(GoHighLevelLocationBuilder.Of(world));
        var issues = IssuesSample.Of(plan);
        stripe.Add(IssuesStripe.Key, issues.Stripe);
        crm.Add(issues.Location);
        return true;
    }
}
