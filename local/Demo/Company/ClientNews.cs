namespace Plumbline.Local.Demo.Company;

/// <summary>What the success team says of a client.</summary>
internal enum ClientNews
{
    Onboarded,
    FirstLead,
    Hit100k,
    HealthScored,
    Churned,
}
