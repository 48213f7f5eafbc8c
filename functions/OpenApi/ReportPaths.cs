using Plumbline.Reports;
using static Plumbline.OpenApi.ApiParameters;
using Scope = Plumbline.Access.Scope;

namespace Plumbline.OpenApi;

internal static class ReportPaths
{
    public static void Add(ApiBuilder api)
    {
        api.Add<ListKpis>(new(ApiArea.Reports, "KPIs of a period, each with what it means, what it is made of and its target.")
        {
            Scope = Scope.Report,
            Parameters =
            [
                Query("kpi", "Keys of KPIs, separated by commas; every KPI when left out.", Shape.Text()),
                Query("by", "A figure for each value of this tag.", Shape.OneOf(ReportTags.All)),
                .. api.Report(),
                .. api.Form(),
            ],
            Answers = [.. api.Table<KpisJson>("The figures; of money one a currency, the tenant's own first.", KpiReport.CsvColumns, headers: Point())],
        });

        api.Add<ListKpiRows>(new(ApiArea.Reports, "The rows of the ledger that one KPI is made of, page by page, beside what they come to.")
        {
            Scope = Scope.Report,
            Parameters =
            [
                Query("limit", "The most rows of a page.", Shape.Whole(1, KpiRowsReport.MostRows, 100)),
                Query("cursor", "Where the page begins, as the page before told it. All pages are of one point of the ledger.", Shape.Text()),
                .. api.Report(),
                .. api.Form(),
            ],
            Answers = [.. api.Table<KpiRowsJson>("A page of rows, in the order in which they happened.", KpiRowsReport.CsvColumns, isPaged: true, Point())],
        });

        api.Add<GetFunnel>(new(ApiArea.Reports, "The conversion report: how far the leads of a period came, beside the period before.")
        {
            Scope = Scope.Report,
            Parameters = [By(), .. api.Report(), .. api.Form()],
            Answers = [.. api.Table<FunnelJson>("Stages, rates, who is left out, and what the funnel says about itself.", FunnelCsv.Columns, headers: Point())],
        });
    }

    public static Microsoft.OpenApi.OpenApiParameter By() =>
        Query(FunnelQuery.By, "A funnel for each of these.", Shape.OneOf(FunnelWords.Dimensions.Select(dimension => dimension.By)));

    /// <summary>What an answer was made from.</summary>
    public static IReadOnlyList<ApiHeader> Point() =>
    [
        new("Report-As-Of", "The point of the ledger it was read at, as asOf takes it."),
        new("Report-Definitions-Version", "The definitions that were in force.", Shape.Whole(0)),
    ];
}
