using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using Npgsql;
using Plumbline.Access;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Reports;

/// <summary>Where every report is asked for: who asks, what for, in which form, whether they have it already, and in one transaction the answer.</summary>
public sealed class ReportDesk(BearerAccess access, Database database, TimeProvider time)
{
    public async Task<IActionResult> AnswerAsync(Report report, HttpRequest request, string tenantSlug, CancellationToken cancel)
    {
        var (caller, refusal) = await access.AuthorizeAsync(request, tenantSlug, Scope.Report, cancel);
        if (caller is null)
        {
            return refusal!;
        }

        var (query, fault) = ReportQueryReader.Read(request.Query, caller.Tenant.TimeZone, time.GetUtcNow(), report.Parameters);
        if (query is { } read)
        {
            (query, fault) = report.Refine(read);
        }

        if (query is null)
        {
            return Problem.Invalid(fault!);
        }

        var (format, notAcceptable) = ReportFormats.Of(request);
        try
        {
            return notAcceptable ?? await AnswerAsync(report, caller.Tenant, query, format, request.Headers.IfNoneMatch, cancel);
        }
        catch (NpgsqlException e) when (IsTooLong(e))
        {
            return TookTooLong();
        }
    }

    internal static bool IsTooLong(NpgsqlException e) => e.InnerException is TimeoutException || e.SqlState == PostgresErrorCodes.QueryCanceled;

    internal static IActionResult TookTooLong() =>
        Problem.Of(503, "report-too-long", "The report took too long", "Ask for a shorter period, or name fewer KPIs.");

    private async Task<IActionResult> AnswerAsync(
        Report report, Tenant tenant, ReportQuery query, ReportFormat format, StringValues ifNoneMatch, CancellationToken cancel)
    {
        await using var session = await ReportSession.OpenAsync(database, tenant, query.AsOf, query.Now, cancel);
        if (session is null)
        {
            return Problem.Invalid($"asOf is '{Problem.Clip(query.AsOf!.ToString())}'; the ledger has not come to that point, or the tenant was not there yet.");
        }

        var etag = new ReportEtag(
            session.AsOf,
            report.DependsOnToday || session.Today < query.To ? session.Today : null,
            ReportEtag.HashOf([report.Name, format.ToString(), session.Build, ReportQuery.Write(query.From), ReportQuery.Write(query.To), .. Flat(query.Filter), "", .. Flat(query.Own)]));
        if (await FindCurrentAsync(session, query, etag, ifNoneMatch, cancel) is { } held)
        {
            return new ReportResponse(null, Describe(held, session));
        }

        var answer = await report.ComputeAsync(session, query, cancel);
        if (answer.Fault is { } fault)
        {
            return Problem.Invalid(fault);
        }

        IActionResult? content = ReportEtag.IsAny(ifNoneMatch) ? null
            : format == ReportFormat.Csv ? new CsvResponse(answer.Table!)
            : new JsonResponse(answer.Document!);
        return new ReportResponse(content, Describe(etag, session, answer.Next));
    }

    /// <returns>The one of the caller's tags whose answer still holds.</returns>
    private static async Task<ReportEtag?> FindCurrentAsync(
        ReportSession session, ReportQuery query, ReportEtag etag, StringValues ifNoneMatch, CancellationToken cancel)
    {
        foreach (var held in ReportEtag.ReadAll(ifNoneMatch).Where(held => held.Hash == etag.Hash && held.Day == etag.Day))
        {
            // What was visible at a given point never changes; of everything there is, one has to look.
            if (held.AsOf == etag.AsOf || (query.AsOf is null && await session.IsUnchangedSinceAsync(held.AsOf, cancel)))
            {
                return held;
            }
        }

        return null;
    }

    private static IEnumerable<string> Flat(IReadOnlyDictionary<string, string> values) => values.SelectMany(pair => new[] { pair.Key, pair.Value });

    private static Dictionary<string, string> Describe(ReportEtag etag, ReportSession session, string? next = null)
    {
        var headers = new Dictionary<string, string>
        {
            ["ETag"] = etag.ToString(),
            ["Vary"] = "Accept",
            ["Cache-Control"] = "private, no-cache",
            ["Report-As-Of"] = etag.AsOf.ToString(),
            ["Report-Definitions-Version"] = session.DefinitionsVersion.ToString(CultureInfo.InvariantCulture),
        };
        if (next is not null)
        {
            headers["Link"] = $"<{next}>; rel=\"next\"";
        }

        return headers;
    }
}
