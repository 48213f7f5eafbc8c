namespace Plumbline.Tests.Infra;

/// <summary>What a deployment runs: infra/scripts, azure.yaml and the workflows.</summary>
internal static class Scripts
{
    public static string Folder => Path.Combine(Bicep.Folder, "scripts");

    public static string Workflows => Path.Combine(Bicep.Root, ".github", "workflows");

    public static string Text(string script) => File.ReadAllText(Path.Combine(Folder, script));
}
