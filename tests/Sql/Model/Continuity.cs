namespace Plumbline.Tests.Sql.Model;

/// <summary>
/// What is seen of something again mostly says what was said before. Drawn afresh each time, hardly two sightings would
/// differ in one thing alone, which is where mistakes are.
/// </summary>
internal static class Continuity
{
    /// <param name="earlier">What was said before, of anything.</param>
    /// <param name="keep">A bit for each thing that stays as it was.</param>
    public static Change Continue(Change change, IReadOnlyList<Change> earlier, int keep)
    {
        T Kept<T>(int bit, T before, T drawn) => (keep & (1 << bit)) != 0 ? before : drawn;

        if (change.Deal is { } deal && earlier.Select(one => one.Deal).LastOrDefault(one => one?.OpportunityId == deal.OpportunityId) is { } lastDeal)
        {
            var value = Kept(0, (lastDeal.ValueMinor, lastDeal.Currency), (deal.ValueMinor, deal.Currency));
            return change with
            {
                Deal = deal with
                {
                    ValueMinor = value.ValueMinor, Currency = value.Currency, StageId = Kept(1, lastDeal.StageId, deal.StageId), Status = Kept(2, lastDeal.Status, deal.Status),
                    Origin = Kept(3, lastDeal.Origin, deal.Origin), Tags = Kept(4, lastDeal.Tags, deal.Tags),
                },
            };
        }

        if (change.Call is { } call && earlier.Select(one => one.Call).LastOrDefault(one => one?.AppointmentId == call.AppointmentId) is { } lastCall)
        {
            var (start, end) = Kept(0, (lastCall.StartAt, lastCall.EndAt), (call.StartAt, call.EndAt));
            return change with
            {
                Call = call with
                {
                    StartAt = start, EndAt = end, BookedAt = Kept(1, lastCall.BookedAt, call.BookedAt), CalendarId = Kept(2, lastCall.CalendarId, call.CalendarId),
                    Status = Kept(3, lastCall.Status, call.Status), Tags = Kept(4, lastCall.Tags, call.Tags),
                },
            };
        }

        if (change.Contact is { } contact && earlier.Select(one => one.Contact).LastOrDefault(one => one?.ContactId == contact.ContactId) is { } lastContact)
        {
            return change with
            {
                Contact = contact with
                {
                    AddedAt = Kept(0, lastContact.AddedAt, contact.AddedAt), Labels = Kept(1, lastContact.Labels, contact.Labels), Origin = Kept(2, lastContact.Origin, contact.Origin),
                    EmailHash = contact.HasEmail ? Kept(3, lastContact.EmailHash ?? contact.EmailHash, contact.EmailHash) : null, Tags = Kept(4, lastContact.Tags, contact.Tags),
                },
            };
        }

        if (change.Subscription is { } subscription
            && earlier.Select(one => one.Subscription).LastOrDefault(one => one?.SubscriptionId == subscription.SubscriptionId) is { } lastSubscription)
        {
            return change with
            {
                Subscription = subscription with
                {
                    MrrMinor = Kept(0, lastSubscription.MrrMinor, subscription.MrrMinor), Currency = Kept(1, lastSubscription.Currency, subscription.Currency),
                    CustomerId = Kept(2, lastSubscription.CustomerId, subscription.CustomerId), Tags = Kept(3, lastSubscription.Tags, subscription.Tags),
                },
            };
        }

        return change;
    }
}
