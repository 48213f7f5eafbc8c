using Npgsql;

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

        command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = column });
        return this;
    }

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
