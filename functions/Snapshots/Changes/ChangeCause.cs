namespace Plumbline.Snapshots;

/// <summary>Why a figure of a closed month would differ today, in the order in which the causes are told apart.</summary>
public enum ChangeCause
{
    Definition,
    Settings,
    Late,
    Adjustments,
}
