using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Plumbline.Tests.OpenApi;

/// <summary>The document as the app serves it, and answers held against it.</summary>
internal sealed partial class ApiContract(JsonObject document)
{
    private readonly ApiSchemaCheck check = new(document);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ApiContract> ReadAsync(HttpClient http) =>
        new(JsonNode.Parse(await http.GetStringAsync("/api/openapi.json", Cancel))!.AsObject());

    /// <summary>Status, headers, media type and body are as the operation says, and the address and method are its own.</summary>
    /// <returns>The body.</returns>
    public async Task<string> HoldAsync(string id, HttpResponseMessage response)
    {
        var (path, operation) = Find(id, response.RequestMessage!.Method);
        var request = response.RequestMessage.RequestUri!.AbsolutePath;
        Regex.IsMatch(request, $"^{Placeholder().Replace(path, "[^/]+")}$").ShouldBeTrue($"{request} is not {path}");

        var body = await response.Content.ReadAsStringAsync(Cancel);
        var what = $"{id} {(int)response.StatusCode}: {body[..Math.Min(body.Length, 300)]}";
        var answer = operation["responses"]![((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture)].ShouldNotBeNull(what);
        HoldHeaders(answer, response, what);
        HoldBody(answer, response, body, what);
        return body;
    }

    private void HoldHeaders(JsonNode answer, HttpResponseMessage response, string what)
    {
        foreach (var (name, header) in answer["headers"]?.AsObject() ?? [])
        {
            var values = response.Headers.Concat(response.Content.Headers).Where(sent => sent.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
            if (header!["required"]?.GetValue<bool>() == true)
            {
                values.ShouldNotBeEmpty($"{what} has no {name}");
            }

            foreach (var (_, sent) in values)
            {
                var text = string.Join(',', sent);
                JsonNode value = header["schema"]!["type"]!.GetValue<string>() == "integer" ? JsonNode.Parse(text)! : text;
                check.Faults(header["schema"]!, value, name).ShouldBeEmpty(what);
            }
        }
    }

    private void HoldBody(JsonNode answer, HttpResponseMessage response, string body, string what)
    {
        var forms = answer["content"]?.AsObject();
        if (forms is null or { Count: 0 })
        {
            body.ShouldBeEmpty(what);
            return;
        }

        var mediaType = response.Content.Headers.ContentType.ShouldNotBeNull(what).MediaType!;
        var form = forms[mediaType].ShouldNotBeNull($"{mediaType} of {what}");
        var value = mediaType.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(body) : body;
        check.Faults(form["schema"]!, value).ShouldBeEmpty(what);
        if (form["x-columns"] is { } columns)
        {
            body.Split("\r\n")[0].Split(',').ShouldBe(columns.AsArray().Select(column => column!.GetValue<string>()), what);
        }
    }

    private (string Path, JsonNode Operation) Find(string id, HttpMethod method) =>
        document["paths"]!.AsObject()
            .Select(path => (path.Key, Operation: path.Value![method.Method.ToLowerInvariant()]))
            .Where(found => found.Operation?["operationId"]?.GetValue<string>() == id)
            .Select(found => (found.Key, found.Operation!))
            .ShouldHaveSingleItem();

    [GeneratedRegex(@"\{[A-Za-z]+\}")]
    private static partial Regex Placeholder();
}
