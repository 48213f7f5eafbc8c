namespace Plumbline.Webhooks;

/// <summary>A body that cannot be read as what it claims to be. The message names the field, never its value.</summary>
internal sealed class UnmappableException(string message) : Exception(message);
