namespace Plumbline.Ledger;

/// <summary>A delivery with its position in the list, from 1, and the hash of its bytes.</summary>
internal sealed record EventRow(int Position, Delivery Delivery, byte[] BodySha256);
