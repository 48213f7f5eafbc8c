using System.Text.Json;
using Plumbline.Local.Services;

namespace Plumbline.Tests.Infra;

public sealed class WorkflowTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lint_OfEveryWorkflow_FindsNothing()
    {
        var workflows = Directory.GetFiles(Scripts.Workflows, "*.yml");
        workflows.Select(Path.GetFileName).ShouldBe(["ci.yml", "deploy.yml"], ignoreOrder: true);
        (await LintAsync(workflows)).ShouldBe("[]");
    }

    [Fact]
    public async Task Lint_OfABrokenWorkflow_TellsWhatIsWrong()
    {
        var broken = Path.Combine(Path.GetTempPath(), $"plumbline-workflow-{Guid.NewGuid():n}.yml");
        await File.WriteAllTextAsync(broken, """
            on: push
            jobs:
              deploy:
                runs-on: ubuntu-latest
                needs: build
                steps:
                  - run: echo ${{ github.nothing }}
            """, Cancel);
        try
        {
            var told = JsonSerializer.Deserialize<JsonElement[]>(await LintAsync([broken]))!;
            told.Length.ShouldBe(2);
            told[0].GetProperty("message").GetString()!.ShouldContain("needs job \"build\"");
        }
        finally
        {
            File.Delete(broken);
        }
    }

    [Fact]
    public async Task Scripts_AllOfThem_AreBashThatCanBeRun()
    {
        string[] scripts = [.. Directory.GetFiles(Scripts.Folder, "*.sh"), .. new[] { "run", "test", ".ci/run", "local/prepare.sh" }.Select(path => Path.Combine(Bicep.Root, path))];
        foreach (var script in scripts)
        {
            var read = await CommandRunner.RunAsync("bash", ["-n", script], user: null, Bicep.Root, Cancel);
            read.Output.ShouldBeEmpty(script);
            read.ExitCode.ShouldBe(0, script);

            // Those that are sourced have no life of their own.
            var isSourced = Path.GetFileName(script) is "lib.sh" or "prepare.sh";
            if (!isSourced && !OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(script).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue(script);
            }
        }
    }

    private static async Task<string> LintAsync(string[] workflows)
    {
        var linted = await CommandRunner.RunAsync("node", [Path.Combine(Bicep.Root, "tests", "Infra", "lint-workflows.mjs"), .. workflows], user: null, Bicep.Root, Cancel);
        linted.ExitCode.ShouldBe(0, linted.Output);
        return linted.Output;
    }
}
