namespace Plumbline.Webhooks.Events;

/// <summary>Why an item is rejected.</summary>
/// <param name="JsonPointer">JSON pointer to the member at fault; empty for the item itself.</param>
/// <param name="Detail">A sentence that names the member, and never its value.</param>
public sealed record EventFault(string JsonPointer, string Detail);
