using Plumbline.Platform;
using Plumbline.Reports;

namespace Plumbline.Snapshots;

/// <summary>A point at which a month is computed: each part of what there is, as of its close or as of now.</summary>
internal sealed record AsOfPoint(string AsOf, string Definitions, string Settings, string Adjustments)
{
    private const string All = "now";

    private const string SetPoint = """
        select
            set_config('app.as_of', $1, true),
            set_config('app.as_of_definitions', $2, true),
            set_config('app.as_of_settings', $3, true),
            set_config('app.as_of_adjustments', $4, true)
        """;

    public static AsOfPoint Now { get; } = new("", "", "", "");

    public static AsOfPoint AtClose(LedgerPosition pin) => new(pin.ToString(), "", "", "");

    /// <summary>Where a cause and those before it have had their effect, and those after it have not.</summary>
    public static AsOfPoint After(ChangeCause cause, LedgerPosition pin) => cause switch
    {
        ChangeCause.Definition => AtClose(pin) with { Definitions = All },
        ChangeCause.Settings => AtClose(pin) with { Definitions = All, Settings = All },
        ChangeCause.Late => Now with { Adjustments = pin.ToString() },
        _ => Now,
    };

    /// <summary>From here on the transaction's statements see this.</summary>
    public Task ApplyAsync(TenantSession session, CancellationToken cancel) =>
        session.ExecuteAsync(SetPoint, cancel, AsOf, Definitions, Settings, Adjustments);
}
