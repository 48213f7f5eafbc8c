namespace Plumbline.Access;

/// <summary>What a token may be used for.</summary>
public static class Scope
{
    public const string Ingest = "ingest";
    public const string Report = "report";
    public const string Manage = "manage";

    public static readonly IReadOnlyList<string> All = [Ingest, Report, Manage];
}
