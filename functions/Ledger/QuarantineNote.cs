namespace Plumbline.Ledger;

/// <summary>Why a delivery, or a part of it, could not be mapped.</summary>
/// <param name="Reason">A stable code: unreadable, unmappable, date-out-of-range, unknown-account, no-location, unknown-stage, conflict.</param>
/// <param name="Detail">The same in words, without any value from the body.</param>
public sealed record QuarantineNote(string Reason, string Detail)
{
    /// <summary>Of a movement, which the database alone can tell.</summary>
    public static readonly QuarantineNote Conflict = new("conflict", "the movement is known with another amount or currency");

    public override string ToString() => $"{Reason}: {Detail}";
}
