using System.Text.Json.Serialization;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>What is compared, one after the other.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GoHighLevelPhase>))]
internal enum GoHighLevelPhase
{
    Pipelines,
    Deals,

    /// <summary>Deals that the ledger has and no answer had.</summary>
    UnlistedDeals,
    GoneDeals,

    /// <summary>Stages that the tenant's settings do not name, when all deals are known.</summary>
    Stages,
    Calendars,
    Appointments,

    /// <summary>The same of appointments, and those of which something was found before.</summary>
    UnlistedAppointments,
    GoneAppointments,
    UnknownContacts,
    Contacts,
    Done,
}
