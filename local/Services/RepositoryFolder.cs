namespace Plumbline.Local.Services;

/// <summary>Finds the repository that this build came from: node_modules and local.settings.json lie in its root.</summary>
internal static class RepositoryFolder
{
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Serverless.sln"))) return folder.FullName;
        throw new LocalStartException("Serverless.sln was not found above the program; run Plumbline from its repository.");
    }
}
