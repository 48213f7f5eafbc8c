namespace Plumbline.Reports;

/// <summary>How many of a period's leads reached a stage of the funnel; visitors stand before them and are counted, not followed.</summary>
/// <param name="Stage">visitor, lead, qualified, booked, completed or won.</param>
/// <param name="Clients">Null while the stage is not yet modeled.</param>
/// <param name="Implied">Those counted only because a later stage implies this one.</param>
/// <param name="Status">ok, or not yet modeled.</param>
public sealed record FunnelStage(string Stage, long? Clients, long? Implied, long? PreviousClients, string Status)
{
    public const string NotYetModeled = "not yet modeled";

    public bool IsModeled => Status != NotYetModeled;
}
