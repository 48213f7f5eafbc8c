using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Plumbline.Local.Services;

namespace Plumbline.Local.Demo;

/// <summary>Sees to it that the owner's digest of a month is in the mailbox.</summary>
internal sealed partial class DemoDigest(HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <returns>Its subject, and where the month's page is.</returns>
    public async Task<(string Subject, Uri PageUrl)> EnsureAsync(DateOnly month, CancellationToken cancel)
    {
        if (await FindAsync(month, cancel) is { } known) return Read(known);

        var path = $"api/manage/{DemoPlan.Tenant}/months/{DemoPlan.Format(month)}/digest";
        using (var response = await http.PostAsync(path, content: null, cancel))
            if (!response.IsSuccessStatusCode) throw await DemoException.FromAsync($"Asking for the digest of {DemoPlan.Format(month)}", response, cancel);

        for (var asked = time.GetTimestamp(); time.GetElapsedTime(asked) < Patience; await Task.Delay(Pause, cancel))
            if (await FindAsync(month, cancel) is { } mail) return Read(mail);
        throw new DemoException($"The digest of {DemoPlan.Format(month)} did not reach the mailbox within {Patience.TotalSeconds:0} s; see the log above.");
    }

    /// <returns>Where the month's page leads to for how far its leads came.</returns>
    public async Task<Uri> FindFunnelAsync(Uri page, CancellationToken cancel)
    {
        using var response = await http.GetAsync(page, cancel);
        if (!response.IsSuccessStatusCode) throw await DemoException.FromAsync("Opening the month's page", response, cancel);
        var link = FunnelLink().Match(await response.Content.ReadAsStringAsync(cancel));
        return link.Success ? new Uri(page, WebUtility.HtmlDecode(link.Groups["url"].Value))
            : throw new DemoException("The month's page has no link to the conversion report.");
    }

    private async Task<Mail?> FindAsync(DateOnly month, CancellationToken cancel)
    {
        var mails = await http.GetFromJsonAsync<List<Mail>>("local/mail?format=json", LocalJson.Options, cancel) ?? [];
        var name = month.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
        return mails.Find(mail => mail.To.Any(to => to.Email == DemoRunner.Recipient) && mail.Subject.Contains(name, StringComparison.Ordinal));
    }

    private (string Subject, Uri PageUrl) Read(Mail mail)
    {
        var link = PageLink().Match(mail.Html ?? "");
        return link.Success && Uri.TryCreate(WebUtility.HtmlDecode(link.Groups["url"].Value), UriKind.Absolute, out var url)
            // An earlier run may have served on another port.
            ? (mail.Subject, new Uri(http.BaseAddress!, url.PathAndQuery))
            : throw new DemoException($"The digest '{mail.Subject}' has no link to the month's page.");
    }

    [GeneratedRegex("href=\"(?<url>[^\"]*/api/pages/[^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex PageLink();

    [GeneratedRegex("href=\"(?<url>[^\"]*/funnel\\?[^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex FunnelLink();
}
