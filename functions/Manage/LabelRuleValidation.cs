using static Plumbline.Manage.Faults;

namespace Plumbline.Manage;

internal static class LabelRuleValidation
{
    public const string Funnel = "funnel";

    private const int MostRules = 1_000;

    private static readonly string[] Meanings = ["qualified", "spam", "test", "internal", Funnel];

    public static string? Fault(IReadOnlyList<LabelRuleSettings>? rules) =>
        Each(rules, "labelRules", MostRules, Fault)
        ?? Repeated(rules, "labelRules", ".label", rule => $"{rule.Meaning} {rule.Label.Trim().ToLowerInvariant()}");

    private static string? Fault(LabelRuleSettings rule, string path) =>
        Text(rule.Label, $"{path}.label", 200)
        ?? OneOf(rule.Meaning, $"{path}.meaning", Meanings)
        ?? (rule.Meaning == Funnel ? Text(rule.SourceFunnel, $"{path}.sourceFunnel", 200)
            : rule.SourceFunnel is not null ? $"{path}.sourceFunnel must be left out unless the meaning is {Funnel}."
            : null);
}
