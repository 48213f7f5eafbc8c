using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.Events;

internal static class PageViewedMapper
{
    private const int LongestVisitor = 200;
    private const int LongestPath = 2000;

    public static Delivery Map(Delivery stored, PageViewed data) => stored with
    {
        ObjectId = EventText.Required(data.VisitorId, "/data/visitorId", LongestVisitor),
        Attributes = new JsonObject { ["path"] = PathOf(data.Path) },
        Tags = data.Tags?.Read() ?? Tags.None,
    };

    // A query string or a fragment may hold personal data, which no attribute may.
    private static string PathOf(string? path) => EventText.Required(path?.Split('?', '#')[0], "/data/path", LongestPath);
}
