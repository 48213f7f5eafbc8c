namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>An event's type, such as OpportunityStageUpdate; admins write it by hand in workflows.</summary>
internal readonly record struct GoHighLevelType(string? Name)
{
    public GoHighLevelEntity Entity =>
        IsOf(GoHighLevelEntity.Opportunity) ? GoHighLevelEntity.Opportunity
        : IsOf(GoHighLevelEntity.Appointment) ? GoHighLevelEntity.Appointment
        : IsOf(GoHighLevelEntity.Contact) ? GoHighLevelEntity.Contact
        : GoHighLevelEntity.Other;

    public bool IsMessage => Name is not null && Name.EndsWith("boundMessage", StringComparison.Ordinal);

    public bool Deletes(GoHighLevelEntity entity) => IsOf(entity) && Name!.EndsWith("Delete", StringComparison.OrdinalIgnoreCase);

    private bool IsOf(GoHighLevelEntity entity) => Name is not null && Name.StartsWith(entity.ToString(), StringComparison.OrdinalIgnoreCase);
}
