using Microsoft.OpenApi;
using Plumbline.Reports;

namespace Plumbline.OpenApi;

/// <summary>The parameters that several operations have.</summary>
internal static class ApiParameters
{
    public static OpenApiParameter InPath(string name) => name switch
    {
        "tenant" => InPath(name, "The tenant's name.", Shape.Text("^[a-z][a-z0-9-]{1,30}$")),
        "month" => InPath(name, "yyyy-MM.", Shape.Text(Shape.Month)),
        "kpi" => InPath(name, "The KPI's key, such as cash_collected.", Shape.Text()),
        "run" => InPath(name, "The run's id.", Shape.Uuid()),
        "adjustment" => InPath(name, "The adjustment's seq.", Shape.Whole(1)),
        "finding" => InPath(name, "The seq of the finding's latest row, as the list tells it.", Shape.Whole(1)),
        "item" => InPath(name, "The item's seq.", Shape.Whole(1)),
        "recipient" => InPath(name, "The SHA-256 of the address in small letters, in hexadecimal, as the list tells it. The address itself is not taken, since paths stand in logs.", Shape.Text("^[0-9a-f]{64}$")),
        "tokenId" => InPath(name, "The token's id, as told when it was issued.", Shape.Uuid()),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The parameter is not described."),
    };

    public static OpenApiParameter Query(string name, string description, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = schema };

    public static OpenApiParameter Header(string name, string description, bool required = false) =>
        new() { Name = name, In = ParameterLocation.Header, Description = description, Required = required, Schema = Shape.Text() };

    /// <summary>What every report takes: a period, a point of the ledger, and the tags it can be narrowed by.</summary>
    public static IEnumerable<IOpenApiParameter> Report(this ApiBuilder api) =>
    [
        api.Shared(Query("from", "The period's first date, in the tenant's dates. It goes with to; without any period the tenant's current month is meant.", Shape.Date())),
        api.Shared(Query("to", "The first date after the period.", Shape.Date())),
        api.Shared(Query("month", "In place of from and to: yyyy-MM.", Shape.Text(Shape.Month))),
        api.Shared(Query("asOf", "A point of the ledger as an earlier answer told it: what was visible then.", Shape.Text("^[0-9]+:[0-9]+:[0-9]+:[0-9,]*$"))),
        .. ReportTags.All.Select(tag => api.Shared(Query(tag, $"Only what has this {tag}; unknown finds what has none.", Shape.Text(longest: ReportQueryReader.LongestValue)))),
    ];

    /// <summary>In which form a report is wanted, and which the caller has.</summary>
    public static IEnumerable<IOpenApiParameter> Form(this ApiBuilder api) =>
    [
        api.Shared(Query("format", "The form of the answer; it stands above Accept.", Shape.OneOf("json", "csv"))),
        api.Shared(IfNoneMatch()),
    ];

    public static OpenApiParameter IfNoneMatch() => Header("If-None-Match", "ETags of the answers the caller has; * for any.");

    /// <summary>What is in a signed link beside the signature.</summary>
    public static IEnumerable<IOpenApiParameter> SignedLink() =>
    [
        Query("to", "In a link: whom it was sent to, as a hash.", Shape.Text()),
        Query("expires", "In a link: until when it opens, in seconds since 1970.", Shape.Whole(0)),
        Query("key", "In a link: which key signed it.", Shape.Text()),
    ];

    private static OpenApiParameter InPath(string name, string description, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Path, Required = true, Description = description, Schema = schema };
}
