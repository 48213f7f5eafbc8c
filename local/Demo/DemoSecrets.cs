using Microsoft.Extensions.Configuration;

namespace Plumbline.Local.Demo;

/// <summary>What the demo's sources share with the app.</summary>
internal sealed record DemoSecrets(string Stripe, string Workflow)
{
    /// <exception cref="DemoException">One is not set.</exception>
    public static DemoSecrets Read(IConfiguration configuration, string tenant = DemoPlan.Tenant)
    {
        return new DemoSecrets(First("stripe-webhook"), First("ghl-workflow"));

        // Secrets may be a comma-separated list while they roll; any of them will do.
        string First(string name) =>
            configuration[$"Secrets:{name}--{tenant}"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var first, ..]
                ? first
                : throw new DemoException($"The setting Secrets__{name}--{tenant} has no value; local.settings.sample.json shows one.");
    }
}
