namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>Stripe's own example bodies, which are not part of this repository: PAYLOADS_DIR says where they are.</summary>
public static class Payloads
{
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder(), name));

    public static IReadOnlyList<string> Files() => Directory.GetFiles(Folder(), "*.json");

    /// <summary>A body of our own, kept beside the tests.</summary>
    public static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Stripe", name));

    private static string Folder()
    {
        var root = Environment.GetEnvironmentVariable("PAYLOADS_DIR");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "PAYLOADS_DIR is not set: Stripe's example bodies are not in this repository.");
        return Path.Combine(root!, "stripe");
    }
}
