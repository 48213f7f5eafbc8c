namespace Plumbline.Ledger;

/// <summary>What a client reaches in its time with us.</summary>
public enum ClientMilestone
{
    Onboarded,
    FirstLead,
    Hit100k,
    Churned,
}
