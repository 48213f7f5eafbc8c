namespace Plumbline.Local.Demo.Company;

/// <summary>What a client decides after the call.</summary>
internal enum Sale
{
    Won,

    /// <summary>Won, opened again, and won for good.</summary>
    WonAgain,

    WonThenLost,
    WonThenDeleted,
    Lost,
    Abandoned,

    /// <summary>Still thinking about it.</summary>
    Open,
}
