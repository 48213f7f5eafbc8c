namespace Plumbline.Tests.EndToEnd;

/// <summary>A delivery that a load test posts, and what the ledger holds of it afterwards.</summary>
/// <param name="Key">Its source and the key it is known by.</param>
/// <param name="Tables">Where its facts are, one in each.</param>
internal sealed record LoadDelivery(string Key, string[] Tables, byte[] Body, string Path, Func<byte[], (string Name, string Value)> Sign);
