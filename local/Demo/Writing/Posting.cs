using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo.Writing;

/// <summary>The order in which deliveries come: by time, except that some come late and some again.</summary>
internal sealed class Posting(Draw draw)
{
    private readonly Deck<bool> repeats = new(draw, (true, 1), (false, 32));
    private readonly Deck<bool> delays = new(draw, (true, 1), (false, 18));
    private readonly List<(DateTimeOffset At, DemoDelivery Delivery)> posts = [];

    public void Add(DemoDelivery delivery, bool late = false)
    {
        var at = delivery.At + (late || delays.Deal() ? TimeSpan.FromHours(draw.Between(20, 20 * 24)) : TimeSpan.Zero);
        posts.Add((at, delivery));
        if (repeats.Deal()) posts.Add((at + TimeSpan.FromHours(draw.Between(1, 48)), delivery));
    }

    public IReadOnlyList<DemoDelivery> InOrder() =>
        [.. posts.OrderBy(post => post.At).ThenBy(post => post.Delivery.Id, StringComparer.Ordinal).Select(post => post.Delivery)];
}
