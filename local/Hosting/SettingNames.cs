using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Plumbline.Local.Hosting;

/// <summary>Replaces <c>%Setting%</c> in schedules and queue names by the setting's value.</summary>
internal static partial class SettingNames
{
    public static string Resolve(string text, IConfiguration configuration, string function) =>
        Name().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            var value = configuration[name.Replace("__", ":", StringComparison.Ordinal)];
            return string.IsNullOrWhiteSpace(value)
                ? throw new InvalidFunctionException($"Function {function}: the setting {name} has no value. Set it in local.settings.json or in the environment.")
                : value;
        });

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Name();
}
