using Plumbline.Ledger;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Webhooks.Events;

internal static class FinanceMapper
{
    private const string TargetsPointer = "/data/targets";

    public static Delivery Map(EventContext context, FinancePosted data)
    {
        var month = MonthOf(data, context);
        var currency = EventText.Known(data.Currency) ?? context.Tenant.Currency;
        var tags = EventTags.Read(data.Tags);
        var statement = new FinanceSnapshot
        {
            SourceKey = EventMapper.FactKey(context.Stored, "month"),
            Month = month.First,
            OccurredAt = context.NoonOf(month.First),
            EffectiveAt = context.At,
            RevenueMinor = MinorOf(data.Revenue, currency, "/data/revenue"),
            EbitdaMinor = MinorOf(data.Ebitda, currency, "/data/ebitda"),
            Currency = currency,
            Targets = TargetsOf(data, currency, tags, context.Units),
            Tags = tags,
        };
        return context.Stored with { Tags = tags, Finance = [statement] };
    }

    private static Month MonthOf(FinancePosted data, EventContext context)
    {
        const string pointer = "/data/month";
        if (!Month.TryParse(data.Month, out var month))
        {
            throw new RejectedEventException(pointer, "month must be a month as yyyy-MM.");
        }

        // A figure of a month to come is a slip of the pen.
        return data is { Revenue: null, Ebitda: null } || month.First <= context.Tomorrow
            ? month
            : throw new RejectedEventException(pointer, "month must have begun in the tenant's time zone: of a month to come there are targets alone.");
    }

    private static long? MinorOf(decimal? major, string currency, string pointer) => major is { } amount ? EventMoney.Minor(amount, currency, pointer) : null;

    private static Dictionary<string, decimal> TargetsOf(FinancePosted data, string currency, Tags tags, IReadOnlyDictionary<string, string> units)
    {
        if (data.Targets is not { Count: > 0 } targets)
        {
            return [];
        }

        return tags is { Department: null, Branch: null }
            ? targets.ToDictionary(target => target.Key, target => ValueOf(target.Key, target.Value, currency, units))
            : throw new RejectedEventException(TargetsPointer, "targets are the company's: leave them out, or the tags department and branch.");
    }

    private static decimal ValueOf(string kpi, decimal value, string currency, IReadOnlyDictionary<string, string> units)
    {
        var pointer = EventJson.PlainKey().IsMatch(kpi) ? $"{TargetsPointer}/{kpi}" : TargetsPointer;
        return !units.TryGetValue(kpi, out var unit) ? throw new RejectedEventException(pointer, "targets must be by the keys of KPIs, such as cash_collected.")
            : TargetValidation.ValueFault(value, unit, currency) is { } fault ? throw new RejectedEventException(pointer, $"{EventText.NameOf(pointer)} {fault}.")
            : TargetValidation.IsMoney(unit) ? decimal.Truncate(Currency.ToMinor(value, currency))
            : value;
    }
}
