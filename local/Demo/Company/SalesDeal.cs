namespace Plumbline.Local.Demo.Company;

/// <summary>A deal with every state it went through.</summary>
internal sealed class SalesDeal(string id, Contact contact, Pipeline pipeline, Offer offer, DateTimeOffset addedAt)
{
    public string Id => id;

    public Contact Contact => contact;

    public Pipeline Pipeline => pipeline;

    public Offer Offer => offer;

    public DateTimeOffset AddedAt => addedAt;

    /// <inheritdoc cref="Contact.HasSource"/>
    public bool HasSource { get; set; } = true;

    /// <summary>In the order of time.</summary>
    public List<DealState> States { get; } = [];

    public DealState Latest => States[^1];
}
