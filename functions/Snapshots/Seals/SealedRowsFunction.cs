using System.Security.Cryptography;
using System.Text;
using Plumbline.Platform;

namespace Plumbline.Snapshots.Seals;

/// <summary>The function that tells a seal's rows. Who can replace it can make every month verify, so its text is held against the one known here.</summary>
internal static class SealedRowsFunction
{
    public const string Name = "ledger.sealed_rows_v1";

    /// <summary>Of its body, as sql/checks/enforcement.sql has it too.</summary>
    public const string SourceSha256 = "3a0b1ae5d7d27cc9022d2d259b182a21d25492647992ab01ece17f119854d8f4";

    // A setting of the function's own, such as a search_path, would change what the same text means.
    private const string SelectSource = """
        select p.prosrc
        from pg_catalog.pg_proc as p
        join pg_catalog.pg_language as l on l.oid = p.prolang
        where p.oid = pg_catalog.to_regprocedure('ledger.sealed_rows_v1(uuid, integer, pg_snapshot, integer, pg_snapshot)')
            and l.lanname = 'sql'
            and p.proconfig is null
        """;

    public static async Task CheckAsync(TenantSession session, SealFailures failures, CancellationToken cancel)
    {
        var source = await session.FirstAsync(SelectSource, row => row.GetString(0), cancel);
        if (source is null || Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source))) != SourceSha256)
        {
            failures.Tell("function-edited", $"{Name} is not the function the migrations made: what it says of rows proves nothing, and no month was verified.");
        }
    }
}
