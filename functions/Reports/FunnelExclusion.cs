namespace Plumbline.Reports;

/// <summary>Contacts that are no leads, by the first reason that fits.</summary>
/// <param name="Bucket">test, internal, spam, deleted or partial.</param>
public sealed record FunnelExclusion(string Bucket, long Clients, long PreviousClients);
