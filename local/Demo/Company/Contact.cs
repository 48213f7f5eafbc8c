namespace Plumbline.Local.Demo.Company;

/// <summary>A client from the first visit on, with every state it went through.</summary>
internal sealed class Contact(string id, int number, DateTimeOffset addedAt, Campaign campaign)
{
    public string Id => id;

    public string LastName => $"{number:D4}";

    public string Email => $"c{number:D4}@customer.example";

    public string Phone => $"+1555{number:D7}";

    public DateTimeOffset AddedAt => addedAt;

    public Campaign Campaign => campaign;

    /// <summary>Whether the CRM was told where it came from.</summary>
    public bool HasSource { get; set; } = true;

    /// <summary>In the order of time.</summary>
    public List<ContactState> States { get; } = [];

    public ContactState Latest => States[^1];

    public ContactState StateAt(DateTimeOffset moment) => States.Last(state => state.At <= moment);
}
