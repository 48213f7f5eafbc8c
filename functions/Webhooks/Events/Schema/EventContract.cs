using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Plumbline.Webhooks.Events.Schema;

/// <summary>What a record of ours demands of its JSON: the members it requires, and the rules they declare.</summary>
internal sealed class EventContract
{
    private static readonly ConcurrentDictionary<Type, EventContract> Known = new();

    private readonly RuleAttribute[] rules;

    private EventContract(Type type)
    {
        rules = [.. type.GetCustomAttributes<RuleAttribute>()];
        Members = [.. EventJson.TypeOf(type).Properties.Select(Member.Of)];
    }

    public IReadOnlyList<Member> Members { get; }

    public static EventContract Of(Type type) => Known.GetOrAdd(type, static each => new EventContract(each));

    /// <exception cref="RejectedEventException">A required member is missing, or null.</exception>
    public void Demand(JsonElement json, string pointer)
    {
        foreach (var member in Members)
        {
            if (member.IsRequired && (!json.TryGetProperty(member.Name, out var value) || value.ValueKind == JsonValueKind.Null))
            {
                throw new RejectedEventException($"{pointer}/{member.Name}", $"{member.Name} is missing.");
            }

            if (member.Record is not { } record || !json.TryGetProperty(member.Name, out var inner))
            {
                continue;
            }

            foreach (var (item, at) in RecordsIn(inner, member.IsList, $"{pointer}/{member.Name}"))
            {
                Of(record).Demand(item, at);
            }
        }
    }

    /// <exception cref="RejectedEventException">A rule is broken: of a member, of one within it, or of the record itself.</exception>
    public void Check(object record, string pointer)
    {
        foreach (var member in Members)
        {
            // Senders write empty text for what they do not know.
            if (member.Get(record) is not { } value || (value is "" && !member.IsRequired))
            {
                continue;
            }

            Refuse(member.Rules, value, $"{pointer}/{member.Name}");
            if (member.Record is { } inner)
            {
                CheckWithin(Of(inner), value, $"{pointer}/{member.Name}");
            }
        }

        Refuse(rules, record, pointer);
    }

    // What is no object, or no list, is refused as it is read.
    private static IEnumerable<(JsonElement Item, string Pointer)> RecordsIn(JsonElement json, bool isList, string pointer) => (isList, json.ValueKind) switch
    {
        (false, JsonValueKind.Object) => [(json, pointer)],
        (true, JsonValueKind.Array) => json.EnumerateArray().Select((item, index) => (item, $"{pointer}/{index}")).Where(each => each.item.ValueKind == JsonValueKind.Object),
        _ => [],
    };

    private static void CheckWithin(EventContract contract, object value, string pointer)
    {
        if (value is not IEnumerable<object?> items)
        {
            contract.Check(value, pointer);
            return;
        }

        foreach (var (index, item) in items.Index())
        {
            var at = $"{pointer}/{index}";
            contract.Check(item ?? throw new RejectedEventException(at, $"{EventText.NameOf(at)} must be a JSON object."), at);
        }
    }

    private static void Refuse(RuleAttribute[] rules, object value, string pointer)
    {
        foreach (var rule in rules)
        {
            if (rule.Fault(value) is { } fault)
            {
                throw new RejectedEventException(pointer, $"{EventText.NameOf(pointer)} {fault}.");
            }
        }
    }

    /// <param name="Record">The type of the record that it is, or that its items are.</param>
    public sealed record Member(string Name, bool IsRequired, Type? Record, bool IsList, Func<object, object?> Get, RuleAttribute[] Rules)
    {
        public static Member Of(JsonPropertyInfo property) => new(
            property.Name,
            property.IsRequired,
            RecordOf(property.PropertyType),
            EventJson.TypeOf(property.PropertyType).Kind == JsonTypeInfoKind.Enumerable,
            property.Get!,
            [.. property.AttributeProvider!.GetCustomAttributes(inherit: true).OfType<RuleAttribute>()]);

        private static Type? RecordOf(Type type) => EventJson.TypeOf(type) switch
        {
            { Kind: JsonTypeInfoKind.Object } => type,
            { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } item } when EventJson.TypeOf(item).Kind == JsonTypeInfoKind.Object => item,
            _ => null,
        };
    }
}
