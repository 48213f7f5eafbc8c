namespace Plumbline.Health;

/// <summary>An app that answers.</summary>
/// <param name="Status">alive.</param>
public sealed record LivenessJson(string Status);
