namespace Plumbline.Local.Demo.Company;

/// <summary>What tells whose money a charge is.</summary>
internal enum PayerLink
{
    /// <summary>The payer's e-mail address is the contact's.</summary>
    Email,

    /// <summary>The metadata name the contact.</summary>
    ClientId,

    /// <summary>Another address, known to no contact.</summary>
    None,
}
