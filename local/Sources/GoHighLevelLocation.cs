using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Plumbline.Local.Sources;

/// <summary>What GoHighLevel has of one location, as its API tells it.</summary>
/// <param name="token">The private integration's, which opens this location alone.</param>
public sealed class GoHighLevelLocation(string id, string token)
{
    public string Id => id;

    public string Token => token;

    /// <summary>With their stages.</summary>
    public IList<JsonObject> Pipelines { get; } = [];

    public IList<JsonObject> Calendars { get; } = [];

    /// <summary>By id, as the others.</summary>
    public ConcurrentDictionary<string, JsonObject> Deals { get; } = [];

    public ConcurrentDictionary<string, JsonObject> Appointments { get; } = [];

    public ConcurrentDictionary<string, JsonObject> Contacts { get; } = [];
}
