namespace Plumbline.Manage;

public sealed record IssuedToken(Guid TokenId, string Token, string Actor, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt);
