using Plumbline.Snapshots.Seals;
using static Plumbline.OpenApi.ApiParameters;
using Scope = Plumbline.Access.Scope;

namespace Plumbline.OpenApi;

internal static class SealPaths
{
    public static void Add(ApiBuilder api) => api.Add<VerifySeals>(new(ApiArea.Management, "Holds the closed months against their seals, and the seals against their copies.")
    {
        Description = "What does not verify is told with its month, table and rows, and becomes a finding of check seal as soon as that month is verified; what verifies again settles it.",
        Scope = Scope.Manage,
        Parameters = [Query("month", "Only this month: yyyy-MM. All of them when left out, and the bodies of what came since the last.", Shape.Text(Shape.Month))],
        Answers =
        [
            api.Json<SealReport>(200, "What it came to, also when something does not verify."),
            api.Problem(400, "The month is none."),
            api.Problem(404, "The month is not closed."),
            api.Problem(503, "Storage does not answer."),
        ],
    });
}
