namespace Plumbline.Manage;

/// <summary>What a label (the CRM's tag) on a contact means.</summary>
/// <param name="Label">In any case; kept in lower case, as the CRM itself keeps it.</param>
/// <param name="Meaning">qualified, spam, test, internal or funnel.</param>
/// <param name="SourceFunnel">The funnel it stands for; given with the meaning funnel, and with no other.</param>
public sealed record LabelRuleSettings(string Label, string Meaning, string? SourceFunnel = null);
