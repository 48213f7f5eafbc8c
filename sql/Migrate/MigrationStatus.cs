namespace Plumbline.Migrate;

/// <summary>How a database compares with a build, by version. <paramref name="ViewsCurrent"/>: the views in it are this build's.</summary>
public sealed record MigrationStatus(IReadOnlyList<ScriptStatus> Scripts, bool ViewsCurrent, DateTimeOffset? ViewsRebuiltAt)
{
    public bool HasEdited => Scripts.Any(script => script.State == ScriptState.Edited);

    public bool IsUpToDate => ViewsCurrent && Scripts.All(script => script.State is ScriptState.Applied or ScriptState.Unknown);
}
