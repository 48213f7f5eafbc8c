namespace Plumbline.Manage;

/// <summary>How long a feed of the tenant's figures may be silent at the end of a month before they are provisional.</summary>
/// <param name="Feed">The feed's key: stripe, gohighlevel, site, ads, phone, success, finance or automations.</param>
/// <param name="Hours">1 to 8784.</param>
public sealed record SourceIntervalSettings(string Feed, int Hours);
