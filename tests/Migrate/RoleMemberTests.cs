using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

public sealed class RoleMemberTests
{
    private const string Id = "0b8a2c34-6c1e-4f6f-8d53-6a1b9a3f7c02";
    private const string OtherId = "1b8a2c34-6c1e-4f6f-8d53-6a1b9a3f7c02";

    [Theory]
    [InlineData("ledger_app=id-plumbline-dev", "ledger_app", "id-plumbline-dev", null)]
    [InlineData($"ledger_app=id-plumbline-dev:{Id}", "ledger_app", "id-plumbline-dev", Id)]
    [InlineData("ledger_owner=Ledger's \"Admins\"", "ledger_owner", "Ledger's \"Admins\"", null)]
    [InlineData("ledger_owner=ann@acme.example", "ledger_owner", "ann@acme.example", null)]
    [InlineData($"ledger_owner=Team: ledger:{Id}", "ledger_owner", "Team: ledger", Id)]
    public void Parse_RoleAndLogin_AreReadExactly(string text, string role, string login, string? id)
    {
        var parsed = MigrateArguments.Parse(["--member", text]);

        parsed.Error.ShouldBeNull();
        parsed.Members.ShouldBe([new RoleMember(role, login, id is null ? null : Guid.Parse(id))]);
    }

    [Theory]
    [InlineData("ledger_app")]
    [InlineData("=hush")]
    [InlineData("Ledger_App=hush")]
    [InlineData("ledger app=hush")]
    [InlineData("ledger_app=")]
    [InlineData("ledger_app= hush")]
    [InlineData("ledger_app=h;password=hush")]
    [InlineData("ledger_app=hush:")]
    [InlineData("ledger_app=name:hush")]
    [InlineData("ledger_app=name:00000000-0000-0000-0000-000000000000")]
    [InlineData($"ledger_app=name:{{{Id}}}")]
    [InlineData($"ledger_app=:{Id}")]
    [InlineData("ledger_app=ledger_app")]
    [InlineData("ledger_app=public")]
    [InlineData("ledger_app=pg_monitor")]
    [InlineData("ledger_app=a-name-that-is-longer-than-the-sixty-three-bytes-that-postgresql-keeps")]
    [InlineData("postgres://u:hush@h/d?sslmode=require")]
    public void Parse_NoMember_IsAnErrorThatRepeatsNoSecret(string text)
    {
        var parsed = MigrateArguments.Parse(["--member", text]);

        parsed.Error.ShouldNotBeNull().ShouldNotContain("hush");
    }

    [Theory]
    [InlineData("ledger_app=a", "ledger_app=a", "\"a\" is given twice as a member of ledger_app.")]
    [InlineData($"ledger_app=a:{Id}", "ledger_app=a", "\"a\" is given twice as a member of ledger_app.")]
    [InlineData($"ledger_app=a:{Id}", $"ledger_reader=a:{OtherId}", "\"a\" is given with two object ids.")]
    [InlineData($"ledger_app=a:{Id}", "ledger_reader=a", null)]
    [InlineData("ledger_app=a", "ledger_app=b", null)]
    public void Parse_SeveralMembers_MustNotContradict(string first, string second, string? error) =>
        MigrateArguments.Parse(["--member", first, "--member", second]).Error.ShouldBe(error);

    [Fact]
    public void Parse_MemberAndStatus_IsAnError() =>
        MigrateArguments.Parse(["--status", "--member", "ledger_app=a"]).Error.ShouldBe("--status changes nothing: leave --member out.");

    [Fact]
    public void Parse_ManagedIdentity_IsNotedAndOffByDefault()
    {
        MigrateArguments.Parse(["--managed-identity"]).ManagedIdentity.ShouldBeTrue();
        MigrateArguments.Parse([]).ManagedIdentity.ShouldBeFalse();
    }
}
