using System.Text.Encodings.Web;
using System.Text.Json;

namespace Plumbline.Local;

/// <summary>How this host writes its own files and answers.</summary>
internal static class LocalJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
