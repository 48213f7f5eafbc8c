using Microsoft.AspNetCore.Components;

namespace Plumbline.Digest;

/// <summary>A part of a digest, which the mail and the month's page share: a mail has its look in every element, the page in a sheet.</summary>
public abstract class DigestBlock : ComponentBase
{
    [CascadingParameter(Name = nameof(IsMail))]
    public bool IsMail { get; set; }

    protected string? Look(string name) => IsMail ? MailStyle.Inline(name) : null;
}
