using Microsoft.OpenApi;

namespace Plumbline.OpenApi;

internal static class DescriptionPaths
{
    public static void Add(ApiBuilder api)
    {
        ApiHeader[] headers = [new("ETag", "Names its content.", Shape.Text("^\"[^\"]+\"$")), new("Cache-Control", "public, no-cache: ask again with If-None-Match.")];
        api.Add<GetOpenApi>(new(ApiArea.Description, "This document. It is anybody's to read, and says nothing of any tenant.")
        {
            Parameters = [api.Shared(ApiParameters.IfNoneMatch())],
            Answers =
            [
                ApiAnswers.Of(200, "OpenAPI 3.1.", headers, new ApiForm(ApiForm.Json, new OpenApiSchema { Type = JsonSchemaType.Object })),
                ApiAnswers.Of(304, "What the caller has still holds.", headers),
                api.Problem(400, "A header is too long."),
            ],
        });
    }
}
