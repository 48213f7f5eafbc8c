using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;
using Plumbline.Access;
using Plumbline.Digest;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Reports;

/// <summary>
/// Opens the conversion page. A token opens it for any period and tags; a signed link for its own month alone, whole or by one dimension.
/// </summary>
public sealed class FunnelPages(
    BearerAccess access, LinkSigner links, TenantDirectory tenants, RateLimits limits, Database database, TimeProvider time, FunnelRenderer renderer)
{
    private static readonly string[] LinkParameters = ["to", "expires", "key", "signature"];

    public async Task<IActionResult> OpenAsync(HttpRequest request, string slug, CancellationToken cancel)
    {
        try
        {
            return await FindAsync(request, slug, cancel);
        }
        catch (NpgsqlException e) when (ReportDesk.IsTooLong(e))
        {
            return ReportDesk.TookTooLong();
        }
    }

    private async Task<IActionResult> FindAsync(HttpRequest request, string slug, CancellationToken cancel)
    {
        if (await FindLinkedMonthAsync(request, slug, cancel) is { } month && await tenants.FindAsync(slug, cancel) is { } linked)
        {
            var other = request.Query.Keys.FirstOrDefault(name => name is not ("month" or FunnelQuery.By) && !LinkParameters.Contains(name));
            return other is not null
                ? Problem.Invalid($"A link opens its month whole or by one dimension: '{Problem.Clip(other)}' cannot be added to it.")
                : limits.RefuseCall(linked.Id) ?? await ShowAsync(linked, Without(request.Query, LinkParameters), _ => Task.FromResult(SignedPart(request.Query, month)), cancel);
        }

        var (caller, refusal) = await access.AuthorizeAsync(request, slug, Scope.Report, cancel);
        return caller is null ? refusal! : await ShowAsync(caller.Tenant, request.Query, query => BaseOfLinksAsync(caller, query, cancel), cancel);
    }

    private async Task<IActionResult> ShowAsync(Tenant tenant, IQueryCollection parameters, Func<ReportQuery, Task<string>> baseOfLinks, CancellationToken cancel)
    {
        var (query, fault) = ReportQueryReader.Read(parameters, tenant.TimeZone, time.GetUtcNow(), FunnelQuery.By);
        if (query is { } read)
        {
            (query, fault) = FunnelQuery.Refine(read);
        }

        if (query is null)
        {
            return Problem.Invalid(fault!);
        }

        await using var session = await ReportSession.OpenAsync(database, tenant, query.AsOf, query.Now, cancel);
        if (session is null)
        {
            return Problem.Invalid($"asOf is '{Problem.Clip(query.AsOf!.ToString())}'; the ledger has not come to that point, or the tenant was not there yet.");
        }

        var report = await FunnelReader.ReadAsync(session, query, FunnelQuery.ByOf(query), cancel);
        var start = await baseOfLinks(query);
        var content = FunnelContent.Of(tenant, report, by => by is null ? start : $"{start}&{FunnelQuery.By}={by}");
        return new HtmlResponse(await renderer.RenderAsync(content));
    }

    private async Task<Month?> FindLinkedMonthAsync(HttpRequest request, string slug, CancellationToken cancel) =>
        request.Query["month"] is [var text] && Month.TryParse(text, out var month)
        && await links.IsValidAsync(LinkSigner.FunnelPage, slug, month, request.Query, cancel)
            ? month
            : null;

    private static string SignedPart(IQueryCollection query, Month month) =>
        new QueryBuilder(LinkParameters.Select(name => KeyValuePair.Create(name, query[name].ToString())).Prepend(KeyValuePair.Create("month", month.ToString()))).ToString();

    // A browser that follows a link sends no token: of a month the links are signed, so that they open.
    private async Task<string> BaseOfLinksAsync(Caller caller, ReportQuery query, CancellationToken cancel)
    {
        if (query is { IsOneMonth: true, Filter.Count: 0, AsOf: null })
        {
            var month = Month.Of(query.From);
            return await links.TrySignBrieflyAsync(LinkSigner.FunnelPage, caller.Tenant.Slug, month, caller.Actor, cancel) is { } signed
                ? $"?month={month}&{signed}"
                : $"?month={month}";
        }

        var start = query.ToQueryString();
        return query.AsOf is { } asOf ? QueryHelpers.AddQueryString(start, "asOf", asOf.ToString()) : start;
    }

    private static QueryCollection Without(IQueryCollection query, IReadOnlyCollection<string> names) =>
        new(query.Where(pair => !names.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value));
}
