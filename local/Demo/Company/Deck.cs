namespace Plumbline.Local.Demo.Company;

/// <summary>
/// Cards dealt in a shuffled order, all of them before any comes again: chances that hold in every month, and no kind
/// that never occurs.
/// </summary>
internal sealed class Deck<T>(Draw draw, params (T Card, int Count)[] cards)
{
    private readonly List<T> left = [];

    public T Deal()
    {
        if (left.Count == 0) left.AddRange(cards.SelectMany(entry => Enumerable.Repeat(entry.Card, entry.Count)));
        var index = draw.Below(left.Count);
        var card = left[index];
        left.RemoveAt(index);
        return card;
    }
}
