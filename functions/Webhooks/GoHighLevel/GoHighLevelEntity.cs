namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>What the type of an event says it is about.</summary>
internal enum GoHighLevelEntity
{
    Other,
    Opportunity,
    Appointment,
    Contact,
}
