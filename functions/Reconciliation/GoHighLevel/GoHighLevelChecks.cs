namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>What the comparison with GoHighLevel finds.</summary>
internal static class GoHighLevelChecks
{
    /// <summary>Its clock and ours are apart.</summary>
    public const string Clock = "gohighlevel_clock";

    /// <summary>It has a stage, in a pipeline that the tenant's settings name, which they do not.</summary>
    public const string Stage = "gohighlevel_stage";

    /// <summary>A deal is otherwise in the ledger, and GoHighLevel has not changed it since.</summary>
    public const string DealDiffers = "deal_differs";

    /// <summary>A deal of the ledger is not at GoHighLevel.</summary>
    public const string DealExtra = "deal_extra";

    /// <summary>So many are not that it is taken for a fault.</summary>
    public const string DealsVanished = "deals_vanished";

    public const string AppointmentDiffers = "appointment_differs";
    public const string AppointmentExtra = "appointment_extra";
    public const string AppointmentsVanished = "appointments_vanished";

    public static readonly IReadOnlyList<string> All =
        [Clock, Stage, DealDiffers, DealExtra, DealsVanished, AppointmentDiffers, AppointmentExtra, AppointmentsVanished];
}
