namespace Plumbline.Local.Demo.Company;

/// <summary>Where clients come from: a campaign of a channel that leads into a funnel.</summary>
/// <param name="Weight">How many of the arrivals it brings, beside the others' weights.</param>
/// <param name="CentsADay">What it costs on an ordinary day of the first month.</param>
internal sealed record Campaign(string Funnel, string Channel, string Name, string Medium, int Weight, int CentsADay)
{
    public bool ShowsVideo => Medium == "paid_social";
}
