using Microsoft.Extensions.Options;
using Plumbline.Digest;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Reconciliation;

/// <summary>What admins are told of a run, without anybody's data.</summary>
public sealed class ReconciliationText(IOptions<PublicOptions> options)
{
    private const int MostTold = 20;

    /// <param name="news">The most severe first.</param>
    /// <param name="summaries">A line a source.</param>
    internal Mail Alert(
        Tenant tenant, Recipient admin, IReadOnlyList<(string Check, string Detail, string Severity)> news, IReadOnlyList<string> summaries)
    {
        var count = news.Count == 1 ? "a new finding" : $"{news.Count.ToString("N0", TenantCulture.Of(tenant))} new findings";
        var findings = news.Take(MostTold).Select(one => $"- [{one.Severity}] {one.Detail} ({one.Check})");
        var more = news.Count > MostTold ? $"\n- and {(news.Count - MostTold).ToString("N0", TenantCulture.Of(tenant))} more\n" : "";
        return new Mail(
            admin,
            $"{tenant.Name}: {count} in the numbers",
            Html: null,
            $$"""
            The reconciliation of {{tenant.Name}} has {{count}}:

            {{string.Join('\n', findings)}}
            {{more}}
            What was compared:
            {{string.Join('\n', summaries.Select(summary => $"- {summary}"))}}

            What to do:
            1. Look at them, with the rows each is about: GET {{options.Value.Url.TrimEnd('/')}}/api/manage/{{tenant.Slug}}/findings
            2. What says that it is corrected, or deleted here too, needs nobody: the next reconciliation settles it.
            3. Of the others mend the cause: a later reconciliation that no longer finds it settles the finding by itself.
            4. Or accept it, with the reason: POST {{options.Value.Url.TrimEnd('/')}}/api/manage/{{tenant.Slug}}/findings/{seq}/accept with {"reason":"…"}

            You are told once, as an admin of {{tenant.Name}} in Plumbline.
            """.ReplaceLineEndings("\n"));
    }
}
