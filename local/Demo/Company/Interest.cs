namespace Plumbline.Local.Demo.Company;

/// <summary>How far someone who left an address wants to go.</summary>
internal enum Interest
{
    None,

    /// <summary>Answers once, and no more.</summary>
    Little,

    /// <summary>Says no before any call.</summary>
    Lost,

    Call,
}
