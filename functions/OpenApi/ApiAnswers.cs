using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Plumbline.OpenApi;

/// <summary>The kinds of answers there are, and of bodies.</summary>
internal static class ApiAnswers
{
    /// <summary>The extension that tells the columns of CSV.</summary>
    public const string Columns = "x-columns";

    public static ApiAnswer Json<T>(this ApiBuilder api, int status, string description, params IReadOnlyList<ApiHeader> headers) =>
        Of(status, description, headers, new ApiForm(ApiForm.Json, api.Schemas.Answer<T>()));

    /// <summary>An answer as JSON and CSV, named by an ETag; with the way it need not be sent again, and the ways it is refused.</summary>
    public static IEnumerable<ApiAnswer> Table<T>(
        this ApiBuilder api, string description, IReadOnlyList<string> columns, bool isPaged = false, params IReadOnlyList<ApiHeader> headers)
    {
        ApiHeader[] always =
        [
            new("ETag", "Names the answer; weak.", Shape.Text("^W/\"[^\"]+\"$")),
            new("Vary", "Accept: JSON and CSV are had under one address."),
            new("Cache-Control", "private, no-cache: ask again with If-None-Match."),
            .. headers,
        ];
        var found = Of(200, description, always, new ApiForm(ApiForm.Json, api.Schemas.Answer<T>()), new ApiForm("text/csv", Shape.Text(), columns));
        found.Response.Headers!.Add("Content-Disposition", new OpenApiHeader { Description = "Of CSV: the name of the file.", Schema = Shape.Text() });
        if (isPaged)
        {
            found.Response.Headers.Add("Link", new OpenApiHeader { Description = "Where the next page is, with rel=\"next\"; none after the last.", Schema = Shape.Text() });
        }

        return
        [
            found,
            Of(304, "What the caller has still holds.", always),
            api.Problem(400, "A parameter is unknown, or says what cannot be; the detail names it."),
            api.Problem(406, "Neither JSON nor CSV is accepted."),
        ];
    }

    public static ApiAnswer Page(string description) => Of(
        200,
        description,
        [new("Cache-Control", "no-store: the link that opened it is a key."), new("Content-Security-Policy", "Without script.")],
        new ApiForm("text/html", Shape.Text()));

    public static ApiAnswer Problem(this ApiBuilder api, int status, string description, params IReadOnlyList<ApiHeader> headers) =>
        Of(status, description, headers, new ApiForm("application/problem+json", api.Problem));

    public static ApiAnswer TooMany(this ApiBuilder api) =>
        api.Problem(429, "The tenant sends too many requests.", new ApiHeader("Retry-After", "In seconds.", Shape.Whole(1)));

    public static ApiAnswer Of(int status, string description, IReadOnlyList<ApiHeader> headers, params IReadOnlyList<ApiForm> forms) => new(status, new OpenApiResponse
    {
        Description = description,
        Headers = headers.ToDictionary(
            header => header.Name,
            header => (IOpenApiHeader)new OpenApiHeader { Description = header.Description, Required = true, Schema = header.Schema }),
        Content = Content(forms),
    });

    public static OpenApiRequestBody Body<T>(this ApiBuilder api) => Body("At most 1 MiB.", new ApiForm(ApiForm.Json, api.Schemas.Request<T>()));

    public static OpenApiRequestBody OptionalBody<T>(this ApiBuilder api)
    {
        var body = api.Body<T>();
        body.Required = false;
        return body;
    }

    public static OpenApiRequestBody Body(string description, params IReadOnlyList<ApiForm> forms) =>
        new() { Description = description, Required = true, Content = Content(forms) };

    private static Dictionary<string, OpenApiMediaType> Content(IEnumerable<ApiForm> forms) => forms.ToDictionary(form => form.MediaType, form => new OpenApiMediaType
    {
        Schema = form.Schema,
        Extensions = form.Columns is { } columns
            ? new Dictionary<string, IOpenApiExtension> { [Columns] = new JsonNodeExtension(new JsonArray([.. columns.Select(column => (JsonNode)column)])) }
            : null,
    });
}
