using System.Text;
using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

/// <summary>A folder of migrations and views for one test.</summary>
internal sealed class ScriptFolder : IDisposable
{
    public ScriptFolder() => Directory.CreateDirectory(System.IO.Path.Combine(Path, "migrations"));

    public string Path { get; } = Directory.CreateTempSubdirectory("plumbline-scripts-").FullName;

    public MigrationScripts Scripts => MigrationScripts.FromDirectory(Path);

    /// <summary>A copy of the scripts that this build has.</summary>
    public static ScriptFolder OfThisBuild()
    {
        var folder = new ScriptFolder();
        foreach (var script in MigrationScripts.Default.Migrations.Concat(MigrationScripts.Default.Views))
            folder.Write(script.Path["sql/".Length..], Encoding.UTF8.GetBytes(script.Text));
        return folder;
    }

    public ScriptFolder Migration(string fileName, string sql) => Write($"migrations/{fileName}", Encoding.UTF8.GetBytes(sql));

    public ScriptFolder View(string path, string sql) => Write($"views/{path}", Encoding.UTF8.GetBytes(sql));

    public ScriptFolder Write(string path, byte[] content)
    {
        var file = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return this;
    }

    /// <summary>Puts a text in place of another wherever it stands.</summary>
    public ScriptFolder Edit(string path, string text, string changed)
    {
        var before = File.ReadAllText(System.IO.Path.Combine(Path, path));
        before.ShouldContain(text, Case.Sensitive);
        return Write(path, Encoding.UTF8.GetBytes(before.Replace(text, changed)));
    }

    public ScriptFolder Rename(string path, string newPath)
    {
        File.Move(System.IO.Path.Combine(Path, path), System.IO.Path.Combine(Path, newPath));
        return this;
    }

    public void Remove(string path) => File.Delete(System.IO.Path.Combine(Path, path));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
