using System.Runtime.InteropServices;
using Plumbline.Migrate;

const int Failed = 1, WrongUsage = 2, SomethingPending = 3;

var arguments = MigrateArguments.Parse(args);
if (arguments.Help)
{
    Console.WriteLine(MigrateArguments.Usage);
    return 0;
}
if (arguments.Error is not null)
    return Fail($"{arguments.Error}\n\n{MigrateArguments.Usage}", WrongUsage);

var connection = arguments.Connection ?? Environment.GetEnvironmentVariable("DATABASE_URL");
if (string.IsNullOrWhiteSpace(connection))
    return Fail("Which database? Pass --connection, or set DATABASE_URL to a postgres:// URL or an Npgsql connection string.", WrongUsage);

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var scripts = arguments.Scripts is null ? MigrationScripts.Default : MigrationScripts.FromDirectory(arguments.Scripts);
    var connectionString = arguments.ManagedIdentity ? EntraPassword.WithoutPassword(connection) : DatabaseUrl.ToConnectionString(connection);
    var migrator = new Migrator(connectionString, scripts, Console.WriteLine)
    {
        Members = arguments.Members,
        Password = arguments.ManagedIdentity ? EntraPassword.OfManagedIdentity().GetAsync : null,
        Patience = arguments.ManagedIdentity ? TimeSpan.FromMinutes(2) : TimeSpan.Zero,
    };
    if (arguments.Status)
    {
        var status = await migrator.StatusAsync(stop.Token);
        Console.Write(StatusTable.Render(status));
        return status.HasEdited ? Failed : status.IsUpToDate ? 0 : SomethingPending;
    }
    var result = await migrator.RunAsync(stop.Token);
    Console.WriteLine(
        $"Applied {result.Applied.Count} of {scripts.Migrations.Count} migrations and rebuilt {result.ViewsRebuilt} view files in {result.Elapsed.TotalSeconds:0.0} s.");
    return 0;
}
catch (FormatException e)
{
    return Fail(e.Message, WrongUsage);
}
catch (MigrationException e)
{
    return Fail(e.Message, Failed);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return Fail("Stopped. The script in progress left nothing behind; those before it stay.", Failed);
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

static int Fail(string message, int exitCode)
{
    Console.Error.WriteLine(message);
    return exitCode;
}
