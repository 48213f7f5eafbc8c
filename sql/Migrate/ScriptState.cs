namespace Plumbline.Migrate;

public enum ScriptState
{
    Applied,
    Pending,

    /// <summary>The file differs from, or is named otherwise than, what the database ran under its version.</summary>
    Edited,

    /// <summary>The database ran it, and this build has no such file: a newer release migrated.</summary>
    Unknown,
}
