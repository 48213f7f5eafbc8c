using Microsoft.Net.Http.Headers;

namespace Plumbline.Platform;

public static class EntityTags
{
    /// <summary>Whether an If-None-Match says that the caller has the answer already.</summary>
    public static bool Hold(string? ifNoneMatch, EntityTagHeaderValue current) =>
        EntityTagHeaderValue.TryParseList([ifNoneMatch ?? ""], out var held)
        && held.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(current, useStrongComparison: false));
}
