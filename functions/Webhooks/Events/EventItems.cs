using System.Text.Json;

namespace Plumbline.Webhooks.Events;

/// <summary>The events of a request, each in the exact bytes it was received in.</summary>
public sealed record EventItems(bool IsBatch, IReadOnlyList<ReadOnlyMemory<byte>> Bodies)
{
    /// <summary>The most events a batch may hold; of a longer one only the first that is too many is read.</summary>
    public const int Most = 1000;

    /// <returns>Null when the body is not JSON.</returns>
    public static EventItems? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Span);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                var only = Slice(body, ref reader);
                reader.Read();
                return new EventItems(IsBatch: false, [only]);
            }

            var items = new List<ReadOnlyMemory<byte>>();
            while (items.Count <= Most && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(Slice(body, ref reader));
            }

            // What follows the list must be nothing.
            while (items.Count <= Most && reader.Read())
            {
            }

            return new EventItems(IsBatch: true, items);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> body, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return body[start..(int)reader.BytesConsumed];
    }
}
