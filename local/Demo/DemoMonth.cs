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
    ];
}
