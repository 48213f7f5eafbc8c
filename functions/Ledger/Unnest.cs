using Npgsql;
using NpgsqlTypes;

namespace Plumbline.Ledger;

/// <summary>A statement over parallel arrays: each added column becomes one array parameter ($1, $2, …) of the statement's <c>unnest</c>.</summary>
internal sealed class Unnest<TRow>(string sql, IReadOnlyList<TRow> rows)
{
    private readonly NpgsqlBatchCommand command = new(sql);

    public Unnest<TRow> Column<TValue>(Func<TRow, TValue> value)
    {
        var column = new TValue[rows.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = value(rows[i]);
        }

        var parameter = new NpgsqlParameter<TValue[]> { TypedValue = column };
        if (typeof(TValue) == typeof(DateTime?))
        {
            // Its type is guessed by the first of them, and wrongly where that is null.
            parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
        }

        command.Parameters.Add(parameter);
        return this;
    }

    public Unnest<TRow> EventKey(Func<TRow, Delivery> delivery) => this
        .Column(row => delivery(row).TenantId)
        .Column(row => delivery(row).Source)
        .Column(row => delivery(row).SourceKey);

    /// <summary>
    /// A list a row: <c>unnest</c> would flatten an array of arrays, so each travels as lines, for <c>string_to_array(…, e'\n')</c>.
    /// A line feed within a text becomes a space.
    /// </summary>
    public Unnest<TRow> Lines(Func<TRow, IReadOnlyList<string>> texts) =>
        Column(row => string.Join('\n', texts(row).Select(text => text.Replace('\n', ' '))));

    public Unnest<TRow> Tags(Func<TRow, Tags> tags) => this
        .Column(row => tags(row).Department)
        .Column(row => tags(row).Team)
        .Column(row => tags(row).OwnerId)
        .Column(row => tags(row).ClientId)
        .Column(row => tags(row).Branch)
        .Column(row => tags(row).SourceFunnel)
        .Column(row => tags(row).UtmSource)
        .Column(row => tags(row).UtmMedium)
        .Column(row => tags(row).UtmCampaign)
        .Column(row => tags(row).UtmTerm)
        .Column(row => tags(row).UtmContent);

    public static implicit operator NpgsqlBatchCommand(Unnest<TRow> statement) => statement.command;
}
