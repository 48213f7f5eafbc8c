namespace Plumbline.OpenApi;

/// <summary>What operations are listed under.</summary>
internal static class ApiArea
{
    public const string Sources = "sources";
    public const string Reports = "reports";
    public const string Pages = "pages";
    public const string Management = "management";
    public const string Health = "health";
    public const string Description = "description";
}
