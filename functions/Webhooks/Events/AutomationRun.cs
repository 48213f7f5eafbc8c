using System.ComponentModel;
using Plumbline.Webhooks.Events.Schema;

namespace Plumbline.Webhooks.Events;

[Description("An automation ran to its end, well or badly.")]
internal sealed record AutomationRun
{
    [Description("The automation's name.")]
    [Text(200)]
    public required string Automation { get; init; }

    [Description("Whether it did what it should.")]
    public required bool Succeeded { get; init; }

    [Description("The automation's id of the run.")]
    [Text(200)]
    public string? RunId { get; init; }

    public EventTags? Tags { get; init; }
}
