using System.Text.Json.Nodes;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.Events;

internal static class PageViewedMapper
{
    private const int LongestPath = 2000;

    public static Delivery Map(EventContext context, PageViewed data) => context.Stored with
    {
        ObjectId = data.VisitorId,
        Attributes = new JsonObject { ["path"] = PathOf(data.Path) },
        Tags = EventTags.Read(data.Tags),
    };

    // A query string or a fragment may hold personal data, which no attribute may.
    private static string PathOf(string path) => EventText.Required(path.Split('?', '#')[0], "/data/path", LongestPath);
}
