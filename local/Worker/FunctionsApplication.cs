using Plumbline.Local;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>The entry point of a function app, here of one that runs on this machine.</summary>
public class FunctionsApplication
{
    /// <summary>
    /// Starts what the app needs (PostgreSQL, Azurite, migrations) and returns a builder whose configuration is complete.
    /// When that fails the reason is printed and the process ends.
    /// </summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => LocalProcess.CreateBuilder(args);
}
