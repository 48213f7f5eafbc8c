using Plumbline.Ledger;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>What every state that is read from one delivery takes.</summary>
/// <param name="EventKey">The delivery's key, of which the keys of its states are made.</param>
/// <param name="EffectiveAt">Since when the states hold.</param>
/// <param name="Tags">Whose they are: the client and the owner.</param>
internal sealed record GoHighLevelObservation(
    GoHighLevelContext Context, GoHighLevelType Type, string EventKey, DateTimeOffset EffectiveAt, Tags Tags)
{
    /// <summary>Reads the rest of a state; a deletion holds even where that cannot be read.</summary>
    /// <param name="bare">The state by its id alone.</param>
    public static T Complete<T>(T bare, bool deleted, Func<T, T> read)
    {
        try
        {
            return read(bare);
        }
        catch (Exception e) when (deleted && e is UnmappableException or UnknownStageException or DateOutOfRangeException)
        {
            return bare;
        }
    }
}
