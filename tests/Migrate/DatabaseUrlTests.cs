using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

public sealed class DatabaseUrlTests
{
    [Theory]
    [InlineData("postgres://u:p@h:5433/d", "Username=u;Password=p;Host=h;Port=5433;Database=d")]
    [InlineData("postgresql://u@h/d", "Username=u;Host=h;Database=d")]
    [InlineData("POSTGRES://h", "Host=h")]
    [InlineData("postgres://", "Host=localhost")]
    [InlineData("postgres:///d", "Host=localhost;Database=d")]
    [InlineData("  postgres://h/d\n", "Host=h;Database=d")]
    [InlineData("postgres://u%40x:p%2F%3A%40%3F%25%20%3B'%22@h/d%2Fe", "Username=u@x;Password=\"p/:@?% ;'\"\"\";Host=h;Database=d/e")]
    [InlineData("postgres://u:p+q:r@h/d", "Username=u;Password=p+q:r;Host=h;Database=d")]
    [InlineData("postgres://u:p@ss@h/d", "Username=u;Password=p@ss;Host=h;Database=d")]
    [InlineData("postgres://u:p@[::1]:5433/d", "Username=u;Password=p;Host=::1;Port=5433;Database=d")]
    [InlineData("postgres://[::1]/d", "Host=::1;Database=d")]
    [InlineData("postgres://u@%2Fvar%2Frun/d", "Username=u;Host=/var/run;Database=d")]
    [InlineData("postgres:///d?host=/var/run&port=5433&user=u&password=p", "Host=/var/run;Database=d;Port=5433;Username=u;Password=p")]
    [InlineData("postgres://a:1,b:2/d?target_session_attrs=read-write", "Host=\"a:1,b:2\";Database=d;Target Session Attributes=read-write")]
    [InlineData("postgres://h/d?sslmode=verify-full&sslrootcert=%2Fca.pem", "Host=h;Database=d;SSL Mode=VerifyFull;Root Certificate=/ca.pem")]
    [InlineData("postgres://h/d?sslmode=require&channel_binding=require", "Host=h;Database=d;SSL Mode=Require;Channel Binding=Require")]
    [InlineData("postgres://h/d?application_name=a%20b&connect_timeout=7&options=-c%20x.y%3D1", "Host=h;Database=d;Application Name=a b;Timeout=7;Options=\"-c x.y=1\"")]
    [InlineData("Host=h;Database=d;Username=u;Password=p;Maximum Pool Size=3", "Host=h;Database=d;Username=u;Password=p;Maximum Pool Size=3")]
    public void ToConnectionString_UrlOrNpgsqlString_GivesTheSameConnection(string text, string expected) =>
        new NpgsqlConnectionStringBuilder(DatabaseUrl.ToConnectionString(text))
            .EquivalentTo(new NpgsqlConnectionStringBuilder(expected)).ShouldBeTrue(DatabaseUrl.ToConnectionString(text));

    [Theory]
    [InlineData("")]
    [InlineData("hush")]
    [InlineData("mysql://u:hush@h/d")]
    [InlineData("Host=h;Password=hush;hush=1")]
    [InlineData("Database=d;Password=hush")]
    [InlineData("Host=h;Port=hush")]
    [InlineData("postgres://u:hush@h:port/d")]
    [InlineData("postgres://u:hush@h:99999/d")]
    [InlineData("postgres://u:hush@h/d?sslmode=hush")]
    [InlineData("postgres://u:hush@h/d?connect_timeout=hush")]
    [InlineData("postgres://u:hush@h/d?pool=3")]
    public void ToConnectionString_NeitherUrlNorNpgsqlString_SaysSoWithoutRepeatingIt(string text)
    {
        var error = Should.Throw<FormatException>(() => DatabaseUrl.ToConnectionString(text));

        error.Message.ShouldStartWith("The database ");
        error.ToString().ShouldNotContain("hush");
    }

    [Theory]
    [InlineData("Host=h;Database=d;Username=u;Password=p", "postgresql://u:p@h:5432/d")]
    [InlineData("Host=127.0.0.1;Port=5433;Username=a b;Password=p@/:;Database=d?", "postgresql://a%20b:p%40%2F%3A@127.0.0.1:5433/d%3F")]
    [InlineData("Host=::1;Database=d", "postgresql://[::1]:5432/d")]
    [InlineData("Host=2001:db8:1:2:3:4:5:6", "postgresql://[2001:db8:1:2:3:4:5:6]:5432/")]
    [InlineData("Host=/tmp/x;Port=5433;Username=u", "postgresql://u@%2Ftmp%2Fx:5433/")]
    [InlineData("Host=\"a:1,b\";Port=5433", "postgresql://a:1,b:5433/")]
    [InlineData("Host=h;SSL Mode=VerifyFull;Pooling=false;Timeout=3", "postgresql://h:5432/?sslmode=verify-full&connect_timeout=3")]
    public void ToUrl_NpgsqlString_GivesWhatLibpqTakes(string connectionString, string expected) =>
        DatabaseUrl.ToUrl(connectionString).ShouldBe(expected);

    [Fact]
    public void ToUrl_AnyNamesAndPasswords_ReadBackTheSame()
    {
        var text = Gen.Elements('a', 'Z', '0', ' ', ':', '/', '?', '#', '[', ']', '@', '!', '$', '&', '\'', '"', '(', ')', '*', '+', ',', ';', '=', '%', '\\', 'é', '日')
            .NonEmptyListOf().Select(string.Concat);

        Prop.ForAll(text.ArrayOf(3).ToArbitrary(), sample =>
        {
            var settings = new NpgsqlConnectionStringBuilder
            {
                Host = "127.0.0.1",
                Port = 5433,
                Username = sample[0],
                Password = sample[1],
                Database = sample[2],
                SslMode = SslMode.VerifyCA,
            };
            new NpgsqlConnectionStringBuilder(DatabaseUrl.ToConnectionString(DatabaseUrl.ToUrl(settings.ConnectionString)))
                .EquivalentTo(settings).ShouldBeTrue();
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task ToUrl_OfTheTestServer_Connects()
    {
        var database = await TestDatabase.CreateAsync();

        await using var connection = new NpgsqlConnection(DatabaseUrl.ToConnectionString(DatabaseUrl.ToUrl(database.ConnectionString)));
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        connection.Database.ShouldBe(new NpgsqlConnectionStringBuilder(database.ConnectionString).Database);
    }
}
