using System.Text;
using System.Text.RegularExpressions;

namespace Plumbline.Migrate;

/// <summary>A login that is to be a member of a role, and the Entra principal it is made for where it does not exist.</summary>
/// <param name="Role">Such as ledger_app.</param>
/// <param name="Login">The name it logs in with.</param>
/// <param name="ObjectId">The principal's object id; null for a login that exists.</param>
public sealed partial record RoleMember(string Role, string Login, Guid? ObjectId = null)
{
    // PostgreSQL cuts longer names short, and a cut one may be another's.
    private const int LongestName = 63;

    /// <returns>The member, or what is wrong with the text, which is not repeated: it may be a connection string.</returns>
    internal static (RoleMember? Member, string? Error) Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return (null, "--member is not understood: write role=login, or role=login:object id.");
        var (role, rest) = (text[..equals], text[(equals + 1)..]);
        if (!RoleName().IsMatch(role) || role.Length > LongestName)
            return (null, "--member begins with the name of a role, in lower-case letters, digits and _, such as ledger_app.");
        var colon = rest.LastIndexOf(':');
        var login = colon < 0 ? rest : rest[..colon];
        if (login.Length == 0 || login != login.Trim() || Encoding.UTF8.GetByteCount(login) > LongestName || login.Any(c => char.IsControl(c) || c is ';' or '='))
            return (null, $"The member of {role} needs a login of 1 to {LongestName} bytes, without spaces around it, and without ; and =.");
        if (login == role || login is "public" or "none" || login.StartsWith("pg_", StringComparison.Ordinal))
            return (null, $"\"{login}\" cannot be a member of {role}.");
        if (colon < 0)
            return (new RoleMember(role, login), null);
        return Guid.TryParseExact(rest[(colon + 1)..], "D", out var id) && id != Guid.Empty
            ? (new RoleMember(role, login, id), null)
            : (null, $"What follows the login's last colon in the member of {role} is not an object id, such as 0b8a2c34-6c1e-4f6f-8d53-6a1b9a3f7c02.");
    }

    /// <returns>What is wrong with them together, or null.</returns>
    internal static string? Fault(IReadOnlyList<RoleMember> members)
    {
        foreach (var (i, member) in members.Index())
        {
            foreach (var before in members.Take(i).Where(before => before.Login == member.Login))
            {
                if (before.Role == member.Role)
                    return $"\"{member.Login}\" is given twice as a member of {member.Role}.";
                if (before.ObjectId is not null && member.ObjectId is not null && before.ObjectId != member.ObjectId)
                    return $"\"{member.Login}\" is given with two object ids.";
            }
        }
        return null;
    }

    [GeneratedRegex(@"^[a-z_][a-z0-9_]*\z")]
    private static partial Regex RoleName();
}
