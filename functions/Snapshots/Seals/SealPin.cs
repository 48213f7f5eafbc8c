using System.Globalization;

namespace Plumbline.Snapshots.Seals;

/// <summary>A point in the life of the ledger: everything that was visible then.</summary>
/// <param name="Incarnation">Which life of the database the snapshot belongs to.</param>
/// <param name="Snapshot">A pg_snapshot in its text form.</param>
internal sealed record SealPin(int Incarnation, string Snapshot)
{
    private const string Beginning = "-";

    public static string Write(SealPin? pin) => pin is null ? Beginning : string.Create(CultureInfo.InvariantCulture, $"{pin.Incarnation}:{pin.Snapshot}");

    /// <returns>Null for the beginning of everything.</returns>
    /// <exception cref="FormatException">It is no pin.</exception>
    public static SealPin? Read(string text) =>
        text == Beginning ? null
        : text.Split(':', 2) is [var incarnation, var snapshot] && int.TryParse(incarnation, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new SealPin(number, snapshot)
            : throw new FormatException($"'{text}' is no pin.");
}
