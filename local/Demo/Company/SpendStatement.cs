namespace Plumbline.Local.Demo.Company;

/// <summary>What a channel says a day of a campaign cost; a later statement replaces it.</summary>
internal sealed record SpendStatement(DateOnly Day, Campaign Campaign, DateTimeOffset StatedAt, long Cents);
