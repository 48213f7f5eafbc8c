namespace Plumbline.Manage;

/// <param name="Actor">Who the token speaks for; written beside what it does.</param>
/// <param name="Scopes">Of ingest, report and manage.</param>
/// <param name="ExpiresInDays">1 to 730; 365 when left out.</param>
public sealed record TokenRequest(string Actor, IReadOnlyList<string> Scopes, int? ExpiresInDays = null);
