namespace Plumbline.Local.Demo.Company;

/// <param name="Funnel">The funnel a label with the meaning funnel stands for.</param>
internal sealed record LabelRule(string Label, string Meaning, string? Funnel = null);
