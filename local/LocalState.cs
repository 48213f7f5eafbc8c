using System.Text.Json;

namespace Plumbline.Local;

/// <summary>state.json: where a run that is ready answers, and with what keys.</summary>
internal sealed record LocalState(
    string Url, string DatabaseUrl, string StorageConnectionString, string FunctionKey, string MasterKey,
    string? Token, string MailUrl, string Tenant, int Pid)
{
    public static string PathIn(string folder) => Path.Combine(folder, "state.json");

    /// <returns>Null when no run has written it.</returns>
    public static LocalState? Load(string folder) =>
        File.Exists(PathIn(folder)) ? JsonSerializer.Deserialize<LocalState>(File.ReadAllText(PathIn(folder)), LocalJson.Options) : null;

    public void Save(string folder) => AtomicFile.Write(PathIn(folder), JsonSerializer.Serialize(this, LocalJson.Options), secret: true);
}
