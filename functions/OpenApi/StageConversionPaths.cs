using Microsoft.OpenApi;
using Plumbline.Reports;
using static Plumbline.OpenApi.ApiParameters;
using Scope = Plumbline.Access.Scope;

namespace Plumbline.OpenApi;

internal static class StageConversionPaths
{
    public static void Add(ApiBuilder api)
    {
        ApiHeader location = new("Location", "Where the run is kept.");
        api.Add<RunStageConversion>(new(ApiArea.Reports, "Counts how many deals went from one stage of a pipeline to another, and keeps what it counted.")
        {
            Scope = Scope.Report,
            Body = Request(api),
            Answers =
            [
                api.Json<StageConversionRun>(201, "The run.", location),
                api.Problem(400, "The body is not what it has to be, or names what the tenant does not have."),
                api.Problem(413, "The body is too large."),
                api.Problem(500, "It could not be computed; the run is kept with its error.", location),
                api.Problem(503, "It could not be computed now; the run is kept with its error, and the same may succeed later.", location),
            ],
        });

        api.Add<ListStageConversions>(new(ApiArea.Reports, "Kept runs of stage conversion, newest first, without their facts.")
        {
            Scope = Scope.Report,
            Parameters =
            [
                Query("pipeline", "Only runs of this pipeline, by the CRM's id.", Shape.Text()),
                Query("status", "Only runs that ended so.", Shape.OneOf(StageConversionRun.Completed, StageConversionRun.Failed)),
                Query("before", "Only runs before this one, by its id.", Shape.Uuid()),
                Query("limit", "The most runs of a page.", Shape.Whole(1, StageConversionListQuery.Most, 50)),
                .. api.Form(),
            ],
            Answers = [.. api.Table<StageConversionRunsJson>("A page of runs.", StageConversionAnswer.RunColumns, isPaged: true)],
        });

        api.Add<GetStageConversion>(new(ApiArea.Reports, "A kept run of stage conversion. It never changes.")
        {
            Scope = Scope.Report,
            Parameters = [.. api.Form()],
            Answers =
            [
                .. api.Table<StageConversionRun>("The run.", StageConversionAnswer.PairColumns, headers: ReportPaths.Point()),
                api.Problem(404, "There is no such run."),
                api.Problem(409, "The run failed, and has no table."),
            ],
        });
    }

    private static OpenApiRequestBody Request(ApiBuilder api)
    {
        var body = api.Body<StageConversionRequest>();

        // Left out, null and a number are three things here, which its type cannot tell.
        var window = (OpenApiSchema)api.Document.Components!.Schemas![nameof(StageConversionRequest)].Properties!["windowDays"];
        window.Type = JsonSchemaType.Integer | JsonSchemaType.Null;
        window.Minimum = "1";
        window.Maximum = Shape.Write(StageConversionWindow.Longest);
        return body;
    }
}
