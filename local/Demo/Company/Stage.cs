namespace Plumbline.Local.Demo.Company;

/// <param name="Meaning">qualified, internal; null for one that means nothing by itself.</param>
internal sealed record Stage(string Id, string Name, string? Meaning = null);
