using System.Text.Json;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>Asks for objects one by one, and tells those that are there from those that are gone.</summary>
internal static class AskedById
{
    private const string SelectAnswered = """
        select i.key
        from ops.reconciliation_items as i
        where i.tenant_id = $1 and i.run_id = $2 and i.source = $3 and i.kind = $4 and i.outcome <> 'extra'
        order by i.key
        limit 3
        """;

    /// <exception cref="Sources.SourceException">
    /// It refuses ids, and no other that is known to be there was answered: it may be the asking that it refuses.
    /// </exception>
    public static async Task<(List<JsonElement> Found, List<string> Gone)> AskAsync(
        GoHighLevelScene scene, string kind, IEnumerable<string> ids, Func<string, CancellationToken, Task<FoundObject>> findAsync, CancellationToken cancel)
    {
        var found = new List<JsonElement>();
        var gone = new List<string>();
        Sources.SourceException? refusal = null;
        foreach (var id in ids)
        {
            var answer = await findAsync(id, cancel);
            refusal ??= answer.Refusal;
            if (answer.Object is { } there)
            {
                found.Add(there);
            }
            else
            {
                gone.Add(id);
            }
        }

        return refusal is null || found.Count > 0 || await AnswersAsync(scene, kind, findAsync, cancel) ? (found, gone) : throw refusal;
    }

    private static async Task<bool> AnswersAsync(
        GoHighLevelScene scene, string kind, Func<string, CancellationToken, Task<FoundObject>> findAsync, CancellationToken cancel)
    {
        foreach (var known in await scene.ListAsync(
            SelectAnswered, row => row.GetString(0), cancel, scene.Run.Tenant.Id, scene.Run.Id, GoHighLevelMapper.Source, kind))
        {
            if ((await findAsync(known, cancel)).Object is not null)
            {
                return true;
            }
        }

        return false;
    }
}
