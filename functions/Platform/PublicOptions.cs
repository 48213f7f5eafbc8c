using System.ComponentModel.DataAnnotations;

namespace Plumbline.Platform;

public sealed class PublicOptions
{
    /// <summary>Where people reach this app: scheme and host, as written into e-mails (setting <c>PublicUrl</c>).</summary>
    [Required, Url]
    public string Url { get; set; } = "";
}
