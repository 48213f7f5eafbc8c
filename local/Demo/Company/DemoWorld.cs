namespace Plumbline.Local.Demo.Company;

/// <summary>Everything that happened in the sample business.</summary>
internal sealed class DemoWorld(DemoPlan plan)
{
    private int ids;

    public DemoPlan Plan => plan;

    public List<Contact> Contacts { get; } = [];

    public List<SalesDeal> Deals { get; } = [];

    public List<Call> Calls { get; } = [];

    public List<Charge> Charges { get; } = [];

    public List<Dispute> Disputes { get; } = [];

    public List<Payout> Payouts { get; } = [];

    /// <summary>Of test mode, which counts nowhere.</summary>
    public List<Charge> TestCharges { get; } = [];

    public List<Subscription> Subscriptions { get; } = [];

    public List<ClientStatement> Clients { get; } = [];

    public List<FinanceStatement> Finance { get; } = [];

    public List<SpendStatement> Spend { get; } = [];

    public List<PageView> Views { get; } = [];

    public List<OptIn> OptIns { get; } = [];

    public List<PhoneCall> PhoneCalls { get; } = [];

    public List<AutomationRun> AutomationRuns { get; } = [];

    public List<Job> Jobs { get; } = [];

    public List<Ticket> Tickets { get; } = [];

    public List<DoorKnock> DoorKnocks { get; } = [];

    public List<ServiceCheck> ServiceChecks { get; } = [];

    public List<DealSplit> DealSplits { get; } = [];

    public List<Note> Notes { get; } = [];

    /// <summary>An id as long as GoHighLevel's. Ids hold the anchor, so that another sample in the same database has others.</summary>
    public string NewId(string kind) => $"{kind}Demo{plan.AnchorMonth:yyyyMM}{++ids:D6}";
}
