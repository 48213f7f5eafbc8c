namespace Plumbline.Local.Demo;

/// <summary>What a month amounts to; money in cents.</summary>
public sealed record DemoMonth
{
    public long Cash { get; init; }

    public long Refunds { get; init; }

    public long Visitors { get; init; }

    public long Leads { get; init; }

    public long AdSpend { get; init; }

    public long Booked { get; init; }

    public long BookedLeads { get; init; }

    public long Showed { get; init; }

    public long NoShow { get; init; }

    public long Won { get; init; }

    public long WonValue { get; init; }

    /// <summary>What the deals open at the month's end are worth.</summary>
    public long Pipeline { get; init; }

    public long OptIns { get; init; }

    public long Impressions { get; init; }

    public long Clicks { get; init; }

    public long VideoHooks { get; init; }

    public long VideoHolds { get; init; }

    public long CallsMade { get; init; }

    public long CallsCompleted { get; init; }

    /// <summary>Monthly recurring revenue where the month begins.</summary>
    public long MrrAtStart { get; init; }

    public long Mrr { get; init; }

    /// <summary>What is left at its end of the revenue it began with, and what the same customers added.</summary>
    public long MrrRetained { get; init; }

    public long ActiveClients { get; init; }

    /// <summary>The latest scores of the clients who have not left, added up.</summary>
    public long HealthPoints { get; init; }

    public long ScoredClients { get; init; }

    /// <summary>Ever, by the month's end.</summary>
    public long OnboardedClients { get; init; }

    /// <inheritdoc cref="OnboardedClients"/>
    public long ClientsAt100k { get; init; }

    /// <summary>The middle one of the days to a first lead that came in the month; null where none did.</summary>
    public decimal? DaysToFirstLead { get; init; }

    /// <summary>At the month's end.</summary>
    public long OpenDeals { get; init; }

    /// <summary>Those of them with a source that moved to another stage in the last 30 days; an owner and a value they all have.</summary>
    public long TidyDeals { get; init; }

    /// <summary>People who did something in the last 30 days of the month.</summary>
    public long ActiveReps { get; init; }

    public long AutomationRuns { get; init; }

    public long AutomationSuccesses { get; init; }

    public long Revenue { get; init; }

    public long Ebitda { get; init; }

    /// <summary>The month's KPIs.</summary>
    public IReadOnlyList<DemoFigure> Figures() =>
    [
        DemoFigure.Money("cash_collected", Cash),
        DemoFigure.Money("refunds", Refunds),
        DemoFigure.Count("visitors", Visitors),
        DemoFigure.Count("leads", Leads),
        DemoFigure.Money("ad_spend", AdSpend),
        DemoFigure.Money("cpl", AdSpend, Leads),
        DemoFigure.Money("mer", Cash, AdSpend),
        DemoFigure.Count("booked", Booked),
        DemoFigure.Money("cost_per_booked_call", AdSpend, Booked),
        DemoFigure.Count("booking_rate", BookedLeads, Leads),
        DemoFigure.Count("show_rate", Showed, Showed + NoShow),
        DemoFigure.Count("no_show_rate", NoShow, Showed + NoShow),
        DemoFigure.Count("won", Won),
        DemoFigure.Money("won_value", WonValue),
        DemoFigure.Count("close_rate", Won, Showed),
        DemoFigure.Money("average_deal", WonValue, Won),
        DemoFigure.Money("pipeline_value", Pipeline),
        DemoFigure.Count("optins", OptIns),
        DemoFigure.Count("click_rate", Clicks, Impressions),
        DemoFigure.Count("hook_rate", VideoHooks, Impressions),
        DemoFigure.Count("hold_rate", VideoHolds, VideoHooks),
        DemoFigure.Count("calls_made", CallsMade),
        DemoFigure.Count("calls_completed", CallsCompleted),
        DemoFigure.Money("mrr", Mrr),
        DemoFigure.Money("nrr", MrrRetained, MrrAtStart),
        DemoFigure.Count("active_clients", ActiveClients),
        DemoFigure.Count("health_score", HealthPoints, ScoredClients),
        DemoFigure.Count("pct_at_100k", ClientsAt100k, OnboardedClients),
        DemoFigure.Count("time_to_first_lead", DaysToFirstLead),
        DemoFigure.Count("workload", OpenDeals, ActiveReps),
        DemoFigure.Count("hygiene_score", TidyDeals, OpenDeals),
        DemoFigure.Count("automation_health", AutomationSuccesses, AutomationRuns),
        DemoFigure.Money("ebitda_margin", Ebitda, Revenue),
    ];
}
