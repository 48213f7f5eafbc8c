namespace Plumbline.Local;

/// <summary>What <c>./run</c> was asked to do.</summary>
internal enum LocalCommand
{
    Serve,
    Demo,
    DemoAndExit,
    Verify,
    Help,
}
