namespace Plumbline.Local.Demo;

/// <summary>How a delivery comes in.</summary>
public enum DemoChannel
{
    Stripe,

    /// <summary>GoHighLevel's own webhooks, which are signed.</summary>
    GoHighLevel,

    /// <summary>Webhook actions of GoHighLevel's workflows, which carry a secret.</summary>
    Workflow,

    /// <summary>Batches of CloudEvents, which take a token.</summary>
    Events,
}
