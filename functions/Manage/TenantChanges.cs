using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Platform;

namespace Plumbline.Manage;

internal static class TenantChanges
{
    /// <summary>The names, as the API writes them, of the members in which two canonical settings differ.</summary>
    /// <param name="before">Null for a new tenant: then every member that says something.</param>
    public static IReadOnlyList<string> Between(TenantSettings? before, TenantSettings after)
    {
        var (old, now) = (Members(before), Members(after));
        return [.. now.Concat(old).Select(member => member.Key).Distinct().Where(name => !JsonNode.DeepEquals(Something(old, name), Something(now, name)))];
    }

    private static JsonObject Members(TenantSettings? settings) =>
        settings is null ? [] : JsonSerializer.SerializeToNode(settings, JsonResponse.Options)!.AsObject();

    private static JsonNode? Something(JsonObject members, string name) => members[name] is JsonArray { Count: 0 } ? null : members[name];
}
