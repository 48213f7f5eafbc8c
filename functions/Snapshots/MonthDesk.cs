using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Plumbline.Access;
using Plumbline.Platform;
using Plumbline.Reports;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>Where a closed month is asked for: who asks, which month, and the one number that the question may be given.</summary>
public sealed class MonthDesk(BearerAccess access)
{
    /// <param name="parameter">The only query parameter there is.</param>
    /// <param name="answer">The number is null when the parameter is left out; null for a month that is not closed.</param>
    public async Task<IActionResult> AnswerAsync(
        HttpRequest request, string tenantSlug, string month, (string Name, int Least, int Most) parameter,
        Func<Tenant, Month, int?, Task<object?>> answer, CancellationToken cancel)
    {
        var (caller, refusal) = await access.AuthorizeAsync(request, tenantSlug, Scope.Report, cancel);
        if (caller is null)
        {
            return refusal!;
        }

        if (!Month.TryParse(month, out var wanted))
        {
            return Problem.InvalidMonth(month);
        }

        var (number, fault) = Read(request.Query, parameter);
        if (fault is not null)
        {
            return Problem.Invalid(fault);
        }

        try
        {
            return await answer(caller.Tenant, wanted, number) is { } found
                ? new JsonResponse(found)
                : Problem.NotFound($"{wanted} is not frozen{(parameter.Name == "revision" && number is { } revision ? $" as revision {revision}" : "")}.");
        }
        catch (NpgsqlException e) when (ReportDesk.IsTooLong(e))
        {
            return ReportDesk.TookTooLong();
        }
    }

    private static (int? Number, string? Fault) Read(IQueryCollection query, (string Name, int Least, int Most) parameter)
    {
        foreach (var (name, values) in query)
        {
            if (name != parameter.Name)
            {
                return (null, $"Unknown parameter '{Problem.Clip(name)}'; known is {parameter.Name}.");
            }

            if (values.Count != 1)
            {
                return (null, $"{name} is given {values.Count} times; give it once.");
            }

            return int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= parameter.Least && number <= parameter.Most
                ? (number, null)
                : (null, $"{name} is '{Problem.Clip(values[0] ?? "")}'; it is a number {(parameter.Most == int.MaxValue ? $"from {parameter.Least}" : $"from {parameter.Least} to {parameter.Most}")}.");
        }

        return (null, null);
    }
}
