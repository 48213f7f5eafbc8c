using System.Security.Cryptography;
using System.Text.Json;
using Plumbline.Local.Hosting;

namespace Plumbline.Local;

/// <summary>This folder's random keys, and the demo tenant's token once there is one.</summary>
internal sealed record LocalKeys(string FunctionKey, string MasterKey, string? Token)
{
    public HostKeys HostKeys => new(FunctionKey, MasterKey);

    /// <summary>Reads the file, or makes it, readable by its owner alone.</summary>
    public static LocalKeys Load(string path)
    {
        if (File.Exists(path))
        {
            try
            {
                if (JsonSerializer.Deserialize<LocalKeys>(File.ReadAllText(path), LocalJson.Options) is { FunctionKey.Length: > 0, MasterKey.Length: > 0 } known)
                    return known;
            }
            catch (JsonException e)
            {
                throw new LocalStartException($"{path} is not JSON any more; delete it to get new keys.", e);
            }
        }

        var keys = new LocalKeys(Random(), Random(), Token: null);
        keys.Save(path);
        return keys;
    }

    public void Save(string path) => AtomicFile.Write(path, JsonSerializer.Serialize(this, LocalJson.Options), secret: true);

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
