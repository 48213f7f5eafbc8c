using Microsoft.OpenApi;
using Scope = Plumbline.Access.Scope;

namespace Plumbline.OpenApi;

/// <summary>The description of the whole API. It is the same for everybody and names no tenant.</summary>
internal static class ApiDocument
{
    public static OpenApiDocument Build()
    {
        var api = new ApiBuilder(new OpenApiInfo
        {
            Title = "Plumbline",
            Version = "1",
            Description = """
                A business's own events come in, its numbers go out.

                Periods run from a date to before another, in the tenant's dates. Amounts of money are in minor units of the currency beside them, unless they are
                said to be in major units. What is null in an answer is left out, unless its type has null. Errors are problem details.
                """,
        });
        api.Document.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = ApiArea.Sources, Description = "What is appended to the ledger." },
            new() { Name = ApiArea.Reports, Description = "What is computed from it. Everything that is not a parameter is refused, so that a mistyped tag never passes for an unfiltered number." },
            new() { Name = ApiArea.Pages, Description = "Pages to read." },
            new() { Name = ApiArea.Management, Description = "Tenants, tokens, closed months and corrections. Each call leaves an entry of the audit trail." },
            new() { Name = ApiArea.Health, Description = "For probes: whether the app answers, and whether it can do its work." },
            new() { Name = ApiArea.Description, Description = "This document." },
        };
        api.Document.AddComponent<IOpenApiSecurityScheme>(ApiBuilder.Token, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = $"""
                A tenant's token, plb_{"{tenant}"}_…, issued by CreateToken. It has scopes: {Scope.Ingest} to send events, {Scope.Report} to read reports and pages,
                {Scope.Manage} to close months, send digests, correct numbers and read the audit trail.
                """,
        });
        api.Document.AddComponent<IOpenApiSecurityScheme>(ApiBuilder.Key, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "x-functions-key",
            Description = "The host's function key. It opens every tenant, and belongs to who runs the app.",
        });
        api.Document.AddComponent<IOpenApiSecurityScheme>(ApiBuilder.Link, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Query,
            Name = "signature",
            Description = "Of a link in the digest; it is good for one month's page and for 90 days, or to unsubscribe for 400. With it go to, expires and key, as the link has them.",
        });

        SourcePaths.Add(api);
        ReportPaths.Add(api);
        StageConversionPaths.Add(api);
        PagePaths.Add(api);
        ManagePaths.Add(api);
        MonthPaths.Add(api);
        SealPaths.Add(api);
        ReconciliationPaths.Add(api);
        SuppressionPaths.Add(api);
        AdjustmentPaths.Add(api);
        HealthPaths.Add(api);
        QuarantinePaths.Add(api);
        DescriptionPaths.Add(api);
        return api.Document;
    }
}
