using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("A service was looked at: whether it is well, how quick it is, and how often it failed since the look before.")]
internal sealed record ServiceChecked
{
    [Description("The service, as a short code of your own such as booking-site.")]
    [Pattern("[a-z0-9][a-z0-9_-]{0,49}", "must be a short code of lower-case letters, digits, _ and -")]
    public required string Service { get; init; }

    [Description("Whether it did what it should.")]
    public required bool Healthy { get; init; }

    [Description("How long it took to answer, in whole milliseconds.")]
    [Between(0)]
    public long? LatencyMs { get; init; }

    [Description("How many requests failed.")]
    [Between(0)]
    public long? Errors { get; init; }

    [Description("How many requests there were, the failed ones among them.")]
    [Between(0)]
    public long? Requests { get; init; }

    public EventTags? Tags { get; init; }
}
