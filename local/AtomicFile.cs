namespace Plumbline.Local;

/// <summary>Writes a file in one step: a reader sees the old content or the new, never half of it.</summary>
internal static class AtomicFile
{
    public static void Write(string path, string content, bool secret = false)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (secret && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, options)) writer.Write(content);
        File.Move(draft, path, overwrite: true);
    }
}
