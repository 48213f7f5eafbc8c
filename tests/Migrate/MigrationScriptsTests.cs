using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

public sealed class MigrationScriptsTests
{
    [Theory]
    [InlineData("1_x.sql")]
    [InlineData("00001_x.sql")]
    [InlineData("0001-x.sql")]
    [InlineData("0001_.sql")]
    [InlineData("0001_X.sql")]
    [InlineData("0001_x.SQL")]
    [InlineData("0001_x.sql.bak")]
    [InlineData("٠٠٠١_x.sql")]
    [InlineData("0001_x.sql\n")]
    [InlineData("notes.md")]
    [InlineData("old/0001_x.sql")]
    public void FromDirectory_MisnamedMigration_NamesTheFile(string fileName)
    {
        using var folder = new ScriptFolder().Migration("0007_good.sql", "").Migration(fileName, "");

        Should.Throw<MigrationException>(() => folder.Scripts).Message.ShouldStartWith($"sql/migrations/{fileName} is not a migration's name");
    }

    [Fact]
    public void FromDirectory_TwoFilesOfOneVersion_NamesBoth()
    {
        using var folder = new ScriptFolder().Migration("0001_b.sql", "").Migration("0001_a.sql", "");

        Should.Throw<MigrationException>(() => folder.Scripts).Message
            .ShouldStartWith("sql/migrations/0001_a.sql and sql/migrations/0001_b.sql have the same version");
    }

    [Fact]
    public void FromDirectory_NotUtf8_NamesTheFile()
    {
        using var folder = new ScriptFolder().Write("migrations/0001_x.sql", [0xFF, 0xFE, (byte)'s', 0]);

        Should.Throw<MigrationException>(() => folder.Scripts).Message.ShouldStartWith("sql/migrations/0001_x.sql is not UTF-8");
    }

    [Fact]
    public void FromDirectory_NoMigrationsFolder_SaysWhichFolderIsMissing() =>
        Should.Throw<MigrationException>(() => MigrationScripts.FromDirectory("/nowhere")).Message.ShouldContain("/nowhere");

    [Fact]
    public void FromDirectory_LineEndsAndByteOrderMark_DoNotCount()
    {
        using var unix = new ScriptFolder().Migration("0001_x.sql", "select 1;\nselect 2;\n").View("v.sql", "select 3;\n");
        using var windows = new ScriptFolder().Migration("0001_x.sql", "\uFEFFselect 1;\r\nselect 2;\r\n").View("v.sql", "select 3;\r\n");

        windows.Scripts.Migrations.ShouldBe(unix.Scripts.Migrations);
        windows.Scripts.ViewsChecksum.ShouldBe(unix.Scripts.ViewsChecksum);
    }

    [Fact]
    public void FromDirectory_Checksum_IsTheSha256OfTheText()
    {
        using var folder = new ScriptFolder().Migration("0001_x.sql", "abc");

        folder.Scripts.Migrations[0].Checksum.ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    [Fact]
    public void FromDirectory_FilesThatEditorsLeave_AreIgnored()
    {
        using var folder = new ScriptFolder().Migration("0001_x.sql", "").Migration(".0001_x.sql.swp", "").Migration(".DS_Store", "");

        folder.Scripts.Migrations.Count.ShouldBe(1);
    }

    [Fact]
    public void FromDirectory_ViewMovedWithoutChange_ChangesTheViewsChecksum()
    {
        using var before = new ScriptFolder().View("1_a.sql", "select 1;").View("2_b.sql", "select 2;");
        using var after = new ScriptFolder().View("1_a.sql", "select 1;").View("3_b.sql", "select 2;");

        after.Scripts.ViewsChecksum.ShouldNotBe(before.Scripts.ViewsChecksum);
    }
}
