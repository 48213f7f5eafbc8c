using Plumbline.Digest;
using Plumbline.Reports;
using Scope = Plumbline.Access.Scope;

namespace Plumbline.OpenApi;

internal static class PagePaths
{
    public static void Add(ApiBuilder api)
    {
        api.Add<MonthPage>(new(ApiArea.Pages, "A closed month with every figure.")
        {
            Scope = Scope.Report,
            OpensByLink = true,
            Parameters = [ApiParameters.Query("revision", "Which revision of it; without, the latest.", Shape.Whole(1)), .. ApiParameters.SignedLink()],
            Answers = [ApiAnswers.Page("The page."), api.Problem(400, "The month is none, or the revision."), api.Problem(404, "The month is not closed, or has no such revision.")],
        });

        api.Add<FunnelPage>(new(ApiArea.Pages, "The conversion report.")
        {
            Description = "A link opens its month, whole or by one dimension; a token opens any period and tags. The parameter to, beside from, is then the first date after the period.",
            Scope = Scope.Report,
            OpensByLink = true,
            Parameters = [ReportPaths.By(), .. api.Report().Where(parameter => parameter.Name != "to"), .. ApiParameters.SignedLink()],
            Answers = [ApiAnswers.Page("The page."), api.Problem(400, "A parameter is unknown, or says what cannot be; the detail names it.")],
        });
    }
}
