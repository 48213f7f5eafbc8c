using Plumbline.Local.Services;
using Plumbline.Reports;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reports;

public sealed class DefinitionSheetTests
{
    private static readonly DefinitionTerm Spend = new("ad_spend", "Money spent on ads.", "sum", IsMoney: true);
    private static readonly DefinitionTerm Leads = new("leads", "Clients becoming leads.", "sum", IsMoney: false);

    private static readonly Definition CostPerLead = new(
        "cpl", 2, "Cost per lead", "money", "down", "marketing", [Spend], [Leads], "Ad spend divided by leads.", "Spam.", "ad platforms",
        new DefinitionExample("$300.00 are spent on 4 leads.", 30000, 4), ["sql/views/shared.sql", "sql/views/own.sql"]);

    private static readonly Definition Workload = CostPerLead with
    {
        Kpi = "workload",
        Label = "Workload (now)",
        Unit = "score",
        GoodDirection = "none",
        Department = "client_success",
        Numerator = [new DefinitionTerm("mrr@start", "Revenue.", "stock", IsMoney: true)],
        Denominator = [],
        Files = ["sql/views/shared.sql"],
    };

    [Fact]
    public void Write_Kpi_SaysWhatItIsMadeOf()
    {
        var sheet = DefinitionSheet.Write([CostPerLead, Workload]);

        sheet.ShouldContain("""

            ### Cost per lead

            `cpl` · version 2 · money · better when it falls

            Ad spend divided by leads.

            | | |
            |---|---|
            | Numerator | `ad_spend`: Money spent on ads. Added up over the period. |
            | Denominator | `leads`: Clients becoming leads. Added up over the period. |
            | Left out | Spam. |
            | Owner of the fact | ad platforms |
            | Example | $300.00 are spent on 4 leads. |
            | Its result | $300.00 ÷ 4 = **$75.00** |
            | Target | Kept at the target or below; attainment is target ÷ value. |
            | Computed by | [own.sql](../sql/views/own.sql)<br>[what all of them share](#what-all-of-them-share) |

            """);
    }

    [Fact]
    public void Write_SeveralDepartments_ListsEachWithLinksToItsKpis()
    {
        var sheet = DefinitionSheet.Write([CostPerLead, Workload]);

        sheet.ShouldContain("| Marketing | [Cost per lead](#cost-per-lead) |\n| Client success | [Workload (now)](#workload-now) |\n");
        sheet.ShouldContain("\n## Client success\n\n### Workload (now)\n");
    }

    [Fact]
    public void Write_PlainSum_HasNoDenominator()
    {
        var sheet = DefinitionSheet.Write([Workload]);

        sheet.ShouldNotContain("| Denominator |");
        sheet.ShouldContain("| Numerator | `mrr@start`: Revenue. A stock, where the period begins. |");
    }

    [Theory]
    [InlineData("money", 300000, 60, "300,000 ÷ 60 = **$50.00**")]
    [InlineData("ratio", 18, 24, "18 ÷ 24 = **75.0 %**")]
    [InlineData("multiple", 12, 3, "12 ÷ 3 = **4.00×**")]
    [InlineData("score", 195, 3, "195 ÷ 3 = **65**")]
    [InlineData("days", 9, null, "**9 days**")]
    [InlineData("count", 1200, null, "**1,200**")]
    public void Write_Example_ReckonsItsResult(string unit, int numerator, int? denominator, string expected)
    {
        var definition = CostPerLead with { Unit = unit, Numerator = [Leads], Example = new DefinitionExample("So.", numerator, denominator) };

        DefinitionSheet.Write([definition]).ShouldContain($"| Its result | {expected} |");
    }

    [Fact]
    public void Write_WordsWithMarkdown_EscapesThem()
    {
        var sheet = DefinitionSheet.Write([CostPerLead with { Rule = "a | b * `c` [d] <e> \\\nf", Exclusions = "x|y" }]);

        sheet.ShouldContain(@"a \| b \* \`c\` \[d\] &lt;e> \\ f");
        sheet.ShouldContain(@"| Left out | x\|y |");
    }

    [Fact]
    [Trait("Category", "Docs")]
    public async Task Write_TheDatabasesDefinitions_IsTheSheetOnDisk()
    {
        var ledger = new LedgerDatabase();
        await using (ledger)
        {
            await ledger.InitializeAsync();
            var sheet = DefinitionSheet.Write(await ReadAsync(ledger));
            var file = Path.Combine(RepositoryFolder.Find(), "docs", "definitions.md");
            if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            {
                await File.WriteAllTextAsync(file, sheet, TestContext.Current.CancellationToken);
            }

            (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n")
                .ShouldBe(sheet, "docs/definitions.md is not current: ./test --update-docs writes it anew.");
        }
    }

    private static async Task<List<Definition>> ReadAsync(LedgerDatabase ledger)
    {
        var measures = (await ledger.ListAsync(
            "select measure, meaning, aggregation, is_money from staging.measures",
            row => new DefinitionTerm(row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3)))).ToDictionary(measure => measure.Term);
        return await ledger.ListAsync(
            """
            select d.kpi, d.version, d.label, d.unit, d.good_direction, d.department, d.numerator, coalesce(d.denominator, '{}'), d.rule,
                d.exclusions, d.fact_owner, d.example, d.example_numerator, d.example_denominator, s.files
            from staging.kpi_definitions as d
            join report.definition_sources as s on s.kpi = d.kpi
            order by d.display_order, d.kpi
            """,
            row => new Definition(
                row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
                Terms(row.GetFieldValue<string[]>(6)), Terms(row.GetFieldValue<string[]>(7)), row.GetString(8), row[9] as string, row[10] as string,
                row[11] is string example ? new DefinitionExample(example, row.GetDecimal(12), row[13] as decimal?) : null,
                row.GetFieldValue<string[]>(14)));

        List<DefinitionTerm> Terms(string[] terms) => [.. terms.Select(term => measures[term.Split('@')[0]] with { Term = term })];
    }
}
