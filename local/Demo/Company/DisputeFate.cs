namespace Plumbline.Local.Demo.Company;

/// <summary>What becomes of a dispute.</summary>
internal enum DisputeFate
{
    Lost,

    /// <summary>The money comes back once it is decided.</summary>
    Won,

    /// <summary>The money comes back while it is still looked at.</summary>
    WonEarly,

    /// <summary>The bank only asks, and takes nothing.</summary>
    Inquiry,
}
