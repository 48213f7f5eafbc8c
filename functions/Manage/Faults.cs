namespace Plumbline.Manage;

/// <summary>What is wrong with members of a request, in words that name the member by its path and never tell its value.</summary>
internal static class Faults
{
    private const int HighestOrder = 10_000;

    /// <summary>The first fault of any item; <paramref name="fault"/> is given the item and its path.</summary>
    public static string? Each<T>(IReadOnlyList<T>? items, string path, int most, Func<T, string, string?> fault)
    {
        if (items?.Count > most)
        {
            return $"{path} must be at most {most}.";
        }

        for (var i = 0; i < items?.Count; i++)
        {
            var found = items[i] is { } item ? fault(item, $"{path}[{i}]") : $"{path}[{i}] must not be null.";
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    /// <param name="key">What no two items may share; null shares nothing.</param>
    public static string? Repeated<T>(IReadOnlyList<T>? items, string path, string member, Func<T, string?> key, StringComparer? comparer = null)
    {
        var seen = new Dictionary<string, int>(comparer ?? StringComparer.Ordinal);
        for (var i = 0; i < items?.Count; i++)
        {
            if (key(items[i]) is { } text && !seen.TryAdd(text, i))
            {
                return $"{path}[{i}]{member} must not be the same as {path}[{seen[text]}]{member}.";
            }
        }

        return null;
    }

    public static string? Text(string? text, string path, int most) =>
        text?.Trim() is not { Length: > 0 } trimmed || trimmed.Length > most || trimmed.Any(char.IsControl)
            ? $"{path} must be 1 to {most} characters, without control characters."
            : null;

    public static string? OptionalText(string? text, string path, int most) => text is null ? null : Text(text, path, most);

    public static string? OneOf(string text, string path, IReadOnlyList<string> allowed) =>
        allowed.Contains(text) ? null : $"{path} must be {string.Join(", ", allowed.SkipLast(1))} or {allowed[^1]}.";

    public static string? Order(int? order, string path) => order is < 0 or > HighestOrder ? $"{path} must be 0 to {HighestOrder}." : null;
}
