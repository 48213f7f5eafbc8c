namespace Plumbline.Local.Demo.Company;

/// <summary>What becomes of a subscription.</summary>
internal enum SubscriptionFate
{
    Stays,
    Grows,

    /// <summary>Pays for one less, where there were several.</summary>
    Shrinks,

    Pauses,

    /// <summary>A payment fails, and another one works.</summary>
    Lapses,

    /// <summary>A payment fails, and so does every other.</summary>
    LapsesForGood,

    Leaves,
}
