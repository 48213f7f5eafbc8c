namespace Plumbline.Local.Services;

/// <summary>The end of a log, for an error message.</summary>
internal static class FileTail
{
    public static string Read(string path, int lines = 15)
    {
        try
        {
            return string.Join('\n', File.ReadLines(path).TakeLast(lines));
        }
        catch (IOException)
        {
            return "(there is no log)";
        }
    }
}
