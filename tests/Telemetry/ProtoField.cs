using System.Buffers.Binary;
using System.Text;

namespace Plumbline.Tests.Telemetry;

/// <summary>A field of a protobuf message on the wire: its number, and its content as far as its wire type has one.</summary>
internal readonly record struct ProtoField(int Number, ReadOnlyMemory<byte> Bytes, ulong Value)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public string Hex => Convert.ToHexStringLower(Bytes.Span);

    public IReadOnlyList<ProtoField> Fields => Read(Bytes);

    public IEnumerable<ProtoField> All(int number) => Fields.Where(field => field.Number == number);

    public ProtoField One(int number) => Fields.FirstOrDefault(field => field.Number == number);

    public static IReadOnlyList<ProtoField> Read(ReadOnlyMemory<byte> message)
    {
        var fields = new List<ProtoField>();
        while (!message.IsEmpty)
        {
            var key = Varint(ref message);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    fields.Add(new ProtoField(number, default, Varint(ref message)));
                    break;
                case 1:
                    fields.Add(new ProtoField(number, default, BinaryPrimitives.ReadUInt64LittleEndian(message.Span)));
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    fields.Add(new ProtoField(number, message[..length], 0));
                    message = message[length..];
                    break;
                case 5:
                    fields.Add(new ProtoField(number, default, BinaryPrimitives.ReadUInt32LittleEndian(message.Span)));
                    message = message[4..];
                    break;
                default:
                    throw new InvalidDataException($"Wire type {key & 7}.");
            }
        }

        return fields;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message.Span[0];
            message = message[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
