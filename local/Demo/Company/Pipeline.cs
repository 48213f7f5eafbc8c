namespace Plumbline.Local.Demo.Company;

internal sealed record Pipeline(string Id, string Name, IReadOnlyList<Stage> Stages);
