using System.Globalization;
using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>A change as a line to read: what it says, nothing that it leaves open.</summary>
internal static class ChangeText
{
    public static string Of(Change change) => $"  {change.Id} (part {change.Part}) " + change switch
    {
        { Payment: { } p } => $"{p.Kind} {p.AmountMinor} {p.Currency} at {Time(p.OccurredAt)}{Maybe("charge", p.ChargeId)}{Maybe("customer", p.CustomerId)}{Maybe("account", p.Account)}{If(!p.Livemode, "test mode")}{Text(p.Tags)}",
        { Deal: { } d } => $"deal {d.OpportunityId} {d.Status ?? "-"} {d.ValueMinor} {d.Currency} at {Time(d.EffectiveAt)}{Maybe("stage", d.StageId)}{Maybe("origin", d.Origin)}{If(d.Deleted, "deleted")}{Text(d.Tags)}",
        { Call: { } c } => $"call {c.AppointmentId} {c.Status ?? "-"} at {Time(c.EffectiveAt)}, booked {Time(c.BookedAt)}, {Time(c.StartAt)} to {Time(c.EndAt)}{Maybe("calendar", c.CalendarId)}{If(c.Deleted, "deleted")}{Text(c.Tags)}",
        { Contact: { } c } => $"contact {c.ContactId} at {Time(c.EffectiveAt)}, added {Time(c.AddedAt)}{If(c.HasEmail, "e-mail " + c.EmailHash?[0])}{If(c.HasPhone, "phone")}{Maybe("labels", string.Join('+', c.Labels))}{Maybe("origin", c.Origin)}{If(c.Deleted, "deleted")}{Text(c.Tags)}",
        { Spend: { } s } => $"spend of {s.Date:yyyy-MM-dd} {s.Channel} ({Time(s.OccurredAt)}) stated {Time(s.EffectiveAt)}: {s.SpendMinor} {s.Currency}{Text(s.Tags)}",
        { Success: { } s } => $"{s.Milestone?.ToString() ?? "health " + s.HealthScore} of {s.ClientId} at {Time(s.EffectiveAt)}{Text(s.Tags)}",
        { Subscription: { } s } => $"subscription {s.SubscriptionId} {s.MrrMinor} {s.Currency} at {Time(s.EffectiveAt)}{Maybe("customer", s.CustomerId)}{If(!s.Active, "not active")}{If(s.Deleted, "deleted")}{Text(s.Tags)}",
        { Finance: { } f } => $"finance of {f.Month:yyyy-MM} ({Time(f.OccurredAt)}) stated {Time(f.EffectiveAt)}: revenue {f.RevenueMinor?.ToString(CultureInfo.InvariantCulture) ?? "-"}, ebitda {f.EbitdaMinor?.ToString(CultureInfo.InvariantCulture) ?? "-"} {f.Currency}{Text(f.Tags)}",
        { Event: { } e } => $"{e.Type} of {e.Source}, {e.ObjectId ?? "-"} at {Time(e.At)}{If(e.Succeeded, "succeeded")}{Text(e.Tags)}",
        { Link: { } l } => $"{l.Link.Kind} {l.Link.FromId} is {(l.Link.ToId.Length > 2 ? l.Link.ToId[..2] : l.Link.ToId)} at {Time(l.At)}",
        { Correction: { Voids: { } target } } => $"void of {target}",
        { Correction: { } c } => $"adjustment of {c.Measure} by {c.Amount} {c.Currency} at {Time(c.At)}{Text(c.Tags)}",
        { Settings: { } s } => $"settings: calendars {string.Join('+', s.SalesCalendars)}; {s.FunnelWindowDays} days; {Pairs(s.LabelMeanings)}; {Pairs(s.StageMeanings)}; {string.Join(", ", s.Roles.Select(role => $"{role.Owner} {role.Department ?? "-"}/{role.Team ?? "-"} from {role.From:yyyy-MM-dd}"))}",
        { Zone: { } z } => $"zone {z.Zone} from {z.Month:yyyy-MM}",
        _ => "nothing",
    };

    private static string Text(Tags tags) => string.Concat(
        Maybe("department", tags.Department), Maybe("team", tags.Team), Maybe("owner", tags.OwnerId), Maybe("client", tags.ClientId), Maybe("branch", tags.Branch),
        Maybe("funnel", tags.SourceFunnel), Maybe("utm_source", tags.UtmSource), Maybe("utm_campaign", tags.UtmCampaign));

    private static string Maybe(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $", {name} {value}";

    private static string If(bool holds, string text) => holds ? $", {text}" : "";

    private static string Pairs(IReadOnlyDictionary<string, string> pairs) => string.Join(", ", pairs.Select(pair => $"{pair.Key} is {pair.Value}"));

    private static string Time(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture) ?? "untold";
}
