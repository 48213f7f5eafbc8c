using System.ComponentModel.DataAnnotations;

namespace Plumbline.Digest;

public sealed class SendGridOptions
{
    public const string Section = "SendGrid";

    [Required, Url]
    public string BaseUrl { get; set; } = "https://api.sendgrid.com/";

    /// <summary>The verified sender address.</summary>
    [Required, EmailAddress]
    public string From { get; set; } = "";

    public string FromName { get; set; } = "Plumbline";
}
