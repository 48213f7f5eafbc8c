using System.ComponentModel.DataAnnotations;

namespace Plumbline.Platform;

/// <summary>How much one tenant may ask of one instance of the app. 0 a second turns a limit off.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimit";

    /// <summary>Deliveries of Stripe, of GoHighLevel but for its workflows, and requests with events, in the long run.</summary>
    [Range(0, 1_000_000)]
    public int DeliveriesPerSecond { get; set; } = 500;

    /// <summary>The most of them at once, after a while without.</summary>
    [Range(1, 1_000_000)]
    public int DeliveriesBurst { get; set; } = 5000;

    /// <summary>Calls of reports, pages and management, in the long run.</summary>
    [Range(0, 1_000_000)]
    public int CallsPerSecond { get; set; } = 20;

    /// <inheritdoc cref="DeliveriesBurst"/>
    [Range(1, 1_000_000)]
    public int CallsBurst { get; set; } = 200;
}
