using System.Text.RegularExpressions;
using Plumbline.Reconciliation.Checks;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Observations;

namespace Plumbline.Tests.Reconciliation.Checks;

public sealed partial class CheckLibraryTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    [Fact]
    public void All_AreTheFilesOfSqlChecks()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "sql", "checks"), "*.sql");

        CheckLibrary.All.Select(check => check.Name).ShouldBe(files.Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
        CheckLibrary.All.Select(check => check.Sql).ShouldBe(files.Order(StringComparer.Ordinal).Select(File.ReadAllText));
        CheckLibrary.All.Count.ShouldBe(15);
    }

    [Fact]
    public void All_SayWhatTheyMeanAndOfWhom()
    {
        foreach (var check in CheckLibrary.All)
        {
            check.Meaning.ShouldMatch(@"^[A-Z].{40,}\.$", check.Name);
            check.Source.ShouldBeOneOf("stripe", "gohighlevel", "events", "ledger");
            check.IsOfDatabase.ShouldBe(check.Name is "enforcement" or "definition_drift", check.Name);
            check.IsOfDatabase.ShouldBe(!check.Sql.Contains("$1", StringComparison.Ordinal), check.Name);
            LedgerTable().IsMatch(check.Sql).ShouldBeFalse($"{check.Name}: nothing but staging reads the ledger");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-- severity: low\n-- source: stripe\nselect 1")]
    [InlineData("-- It means something.\n-- severity: grave\n-- source: stripe\nselect 1")]
    [InlineData("-- It means something.\n-- severity: low\nselect 1\n-- source: stripe")]
    [InlineData("-- It means something.\n-- severity: low\n-- source: stripe\n-- scope: tenant\nselect 1")]
    public void Parse_HeaderThatDoesNotSayIt_IsRefused(string text) => Should.Throw<FormatException>(() => Check.Parse("odd", text)).Message.ShouldContain("sql/checks/odd.sql");

    [Fact]
    public void Parse_HeaderThatSaysIt_ReadsIt() => Check.Parse("odd", "-- It means\n-- something.\n-- severity: low\n-- source: stripe\n-- scope: database\nselect 1 -- source: x")
        .ShouldBe(new Check("odd", "It means something.", "low", "stripe", true, "-- It means\n-- something.\n-- severity: low\n-- source: stripe\n-- scope: database\nselect 1 -- source: x"));

    [Fact, Trait("Category", "Sql")]
    public async Task All_OnAnEmptyAndASoundTenant_FindNothing()
    {
        var (empty, sound) = (await CheckedBusiness.BeginAsync(ledger), await CheckedBusiness.BeginAsync(ledger));
        await sound.AppendAsync(
            Contact(sound.Id, "c1", "2026-03-01"), Deal(sound.Id, "d1", "2026-03-02", "open"), Call(sound.Id, "a1", "2026-03-02", "showed", "2026-03-02"),
            Deal(sound.Id, "d1", "2026-03-05", "won", 50_000), sound.Paid("ch_1", "2026-03-05"), sound.Refunded("ch_1", "re_1", "2026-03-06", 100),
            sound.Stripe("charge.refunded", "ch_1", "2026-03-06", 100), Work.Job(sound.Id, "j1", "2026-03-07", "c1"), Work.Split(sound.Id, "d1", "2026-03-07", Work.Percent("r1", 100)));

        foreach (var check in CheckLibrary.All)
        {
            (await empty.FindAsync(check.Name)).ShouldBeEmpty(check.Name);
            (await sound.FindAsync(check.Name)).ShouldBeEmpty(check.Name);
        }
    }

    [GeneratedRegex(@"(from|join) (ledger|config|frozen|recon)\.[a-z_]+")]
    private static partial Regex LedgerTable();
}
