using System.Globalization;

namespace Plumbline.Snapshots.Seals;

/// <summary>Reads a manifest from its file, line by line.</summary>
internal sealed class ManifestReader : IDisposable
{
    private readonly StreamReader text;
    private int part;

    /// <exception cref="FormatException">It does not begin as a manifest does.</exception>
    public ManifestReader(HashedFile file)
    {
        text = file.ReadText();
        while (text.ReadLine() is { Length: > 0 } line)
        {
            HeaderLines.Add(line);
        }
    }

    public List<string> HeaderLines { get; } = [];

    /// <summary>How many rows it says there are, once all are read.</summary>
    public long? RowCount { get; private set; }

    /// <returns>Null after the last row.</returns>
    public ManifestRow? Next()
    {
        while (text.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                part++;
            }
            else if (line.Split(' ') is [var table, var seq, var digest])
            {
                return new ManifestRow(part, table, long.Parse(seq, CultureInfo.InvariantCulture), digest);
            }
            else if (line.Split(' ') is ["rows", var count])
            {
                RowCount = long.Parse(count, CultureInfo.InvariantCulture);
            }
            else
            {
                throw new FormatException("It has a line that is no manifest's.");
            }
        }

        return null;
    }

    public void Dispose() => text.Dispose();
}
