using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo.Writing;

/// <summary>Writes work for clients and around them as batches of CloudEvents.</summary>
internal sealed class WorkWriter(DemoWorld world)
{
    private readonly EventBatches batches = new(world);

    public IEnumerable<DemoDelivery> Write() =>
    [
        // As the CRM has it, by the same person at the same time.
        .. batches.Monthly("appointment.set", "booking", world.Calls.Where(call => call.IsSales), call => call.States[0].At, call => new
        {
            AppointmentId = call.Id,
            StartsAt = DeliveryJson.LocalInstant(call.States[0].StartAt),
            Tags = new { OwnerId = call.States[0].Owner.Id, ClientId = call.Contact.Id },
        }),
        .. batches.Monthly("door.knocked", "canvassing", world.DoorKnocks, knock => knock.At, knock => new
        {
            knock.Answered,
            knock.DoorId,
            Tags = new { OwnerId = knock.Owner.Id, knock.Branch },
        }),
        .. batches.Monthly("deal.split", "commissions", world.DealSplits, split => split.At, DataOf),
        .. batches.Monthly("job.opened", "delivery", world.Jobs, job => job.OpenedAt, job => new
        {
            JobId = job.Id,
            AppointmentId = job.Kickoff?.Id,
            DealId = job.Deal?.Id,
            Tags = new { OwnerId = DemoCompany.SuccessManager.Id, ClientId = job.Client.Id },
        }),
        .. batches.Monthly("job.completed", "delivery", world.Jobs.Where(job => job.CompletedAt is not null), job => job.CompletedAt!.Value, job => new
        {
            JobId = job.Id,
            Tags = new { ClientId = job.Client.Id },
        }),
        .. batches.Monthly("ticket.opened", "help-desk", world.Tickets, ticket => ticket.OpenedAt, ticket => new
        {
            TicketId = ticket.Id,
            ticket.Priority,
            Tags = new { ClientId = ticket.Client.Id },
        }),
        .. batches.Monthly("ticket.resolved", "help-desk", world.Tickets.Where(ticket => ticket.ResolvedAt is not null), ticket => ticket.ResolvedAt!.Value, ticket => new
        {
            TicketId = ticket.Id,
            ticket.Satisfaction,
            Tags = new { OwnerId = DemoCompany.SuccessManager.Id, ClientId = ticket.Client.Id },
        }),
        .. batches.Monthly("service.checked", "monitor", world.ServiceChecks, check => check.At, check => new
        {
            check.Service,
            Healthy = check.IsHealthy,
            check.LatencyMs,
            check.Errors,
            check.Requests,
            Tags = new { Department = "operations" },
        }),
    ];

    /// <summary>Shares of several people are told in dollars too, and come to the deal's value.</summary>
    private static object DataOf(DealSplit split)
    {
        var others = split.Shares.Skip(1).Sum(CentsOf);
        long CentsOf((StaffMember Owner, decimal Percent) share) => (long)(split.Deal.Latest.Cents * share.Percent / 100);
        return new
        {
            DealId = split.Deal.Id,
            Currency = "USD",
            Shares = split.Shares.Select((share, index) => new
            {
                OwnerId = share.Owner.Id,
                share.Percent,
                Amount = split.Shares.Count == 1 ? (decimal?)null : DeliveryJson.Major(index == 0 ? split.Deal.Latest.Cents - others : CentsOf(share)),
            }),
        };
    }
}
