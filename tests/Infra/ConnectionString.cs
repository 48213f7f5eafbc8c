using System.Text.RegularExpressions;

namespace Plumbline.Tests.Infra;

/// <summary>An interpolated string of Bicep that is a connection string once its values are known.</summary>
internal static partial class ConnectionString
{
    public static string Example(string text) => Interpolation().Replace(text.Trim('\''), match => match.Value.Contains("Port") || match.Value.Contains('.') ? "1" : "name");

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Interpolation();
}
