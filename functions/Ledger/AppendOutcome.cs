namespace Plumbline.Ledger;

public enum AppendOutcome
{
    /// <summary>Appended, with all that could be read from it.</summary>
    Stored,

    /// <summary>Known already; nothing was written.</summary>
    Duplicate,

    /// <summary>Appended, and something in it waits in quarantine.</summary>
    Quarantined,

    /// <summary>The same key came before with another body; nothing was written.</summary>
    Conflict,
}
