using System.Text;
using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

/// <summary>A folder of migrations and views for one test.</summary>
internal sealed class ScriptFolder : IDisposable
{
    public ScriptFolder() => Directory.CreateDirectory(System.IO.Path.Combine(Path, "migrations"));

    public string Path { get; } = Directory.CreateTempSubdirectory("plumbline-scripts-").FullName;

    public MigrationScripts Scripts => MigrationScripts.FromDirectory(Path);

    public ScriptFolder Migration(string fileName, string sql) => Write($"migrations/{fileName}", Encoding.UTF8.GetBytes(sql));

    public ScriptFolder View(string path, string sql) => Write($"views/{path}", Encoding.UTF8.GetBytes(sql));

    public ScriptFolder Write(string path, byte[] content)
    {
        var file = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return this;
    }

    public void Remove(string path) => File.Delete(System.IO.Path.Combine(Path, path));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
