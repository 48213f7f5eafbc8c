using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumbline.Webhooks.Events;

/// <summary>Reads decimals whose every digit counts: the serializer alone rounds what a decimal cannot hold, down to zero if need be.</summary>
internal sealed class ExactDecimal : JsonConverter<decimal>
{
    private const int LongestNumber = 28;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number
        && reader is { HasValueSequence: false, ValueSpan.Length: <= LongestNumber }
        && reader.TryGetDecimal(out var value)
        && (value != 0 || IsZero(reader.ValueSpan))
            ? value
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    private static bool IsZero(ReadOnlySpan<byte> number)
    {
        var exponent = number.IndexOfAny((byte)'e', (byte)'E');
        return !(exponent < 0 ? number : number[..exponent]).ContainsAnyInRange((byte)'1', (byte)'9');
    }
}
