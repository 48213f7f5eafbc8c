namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>The labels (GoHighLevel's tags) of a contact.</summary>
internal static class GoHighLevelLabels
{
    /// <summary>Trimmed, in lower case, each once, in the payload's order.</summary>
    public static IReadOnlyList<string> Of(SourceObject contact) =>
        [.. contact.ListOrNone("tags").Select(label => label.Trim().ToLowerInvariant()).Where(label => label.Length > 0).Distinct()];
}
