using System.Globalization;

namespace Plumbline.Snapshots.Seals;

/// <summary>Gathers what does not verify, however many rows it is.</summary>
internal sealed class SealFailures
{
    public const string Edited = "edited";
    public const string Missing = "missing";
    public const string Inserted = "inserted";
    public const string Emptied = "emptied";
    public const string Bodies = "ledger.bodies";
    public const string Seals = "frozen.seals";
    public const string Months = "frozen.months";

    private const int Named = 100;
    private const int Told = 10;

    private readonly List<SealFailure> failures = [];
    private readonly Dictionary<(string Table, string Kind), (long Count, List<long> Rows)> rows = [];

    public bool Any => failures.Count > 0 || rows.Count > 0;

    /// <summary>A row of a table.</summary>
    public void Add(string kind, string table, long seq)
    {
        var (count, named) = rows.TryGetValue((table, kind), out var known) ? known : (0, []);
        if (named.Count < Named && !named.Contains(seq))
        {
            named.Add(seq);
        }

        rows[(table, kind)] = (count + 1, named);
    }

    /// <summary>What is no row of the ledger, in words.</summary>
    public void Tell(string kind, string detail, string? table = null, params long[] seqs) => failures.Add(new(kind, table, seqs.Length, seqs, detail));

    public IReadOnlyList<SealFailure> List() =>
    [
        .. failures,
        .. from row in rows
           orderby row.Key.Table, row.Key.Kind
           select new SealFailure(row.Key.Kind, row.Key.Table, row.Value.Count, row.Value.Rows, Words(row.Key.Table, row.Key.Kind, row.Value.Count, row.Value.Rows)),
    ];

    private static string Words(string table, string kind, long count, List<long> seqs)
    {
        var one = count == 1;
        var what = table == Bodies ? one ? "The body of a delivery" : string.Create(CultureInfo.InvariantCulture, $"The bodies of {count:N0} deliveries")
            : one ? $"A row of {table}" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} rows of {table}");
        var happened = kind switch
        {
            Missing => one ? "is gone" : "are gone",
            Inserted => one ? "was not there when it was sealed" : "were not there when it was sealed",
            Emptied => one ? "was emptied, and ledger.erasures does not say so" : "were emptied, and ledger.erasures does not say so",
            _ when table == Bodies => one ? "is not what was received" : "are not what was received",
            _ => one ? "is not as it was sealed" : "are not as they were sealed",
        };
        var more = count > Math.Min(seqs.Count, Told) ? ", …" : "";
        return $"{what} {happened}: seq {string.Join(", ", seqs.Take(Told).Select(seq => seq.ToString(CultureInfo.InvariantCulture)))}{more}.";
    }
}
