using System.Globalization;
using System.Net.Http.Json;
using Plumbline.Local.Services;

namespace Plumbline.Local.Demo;

/// <summary>Sees to it that the owner's digest of a month is in the mailbox.</summary>
internal sealed class DemoDigest(HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public async Task<Mail> EnsureAsync(DateOnly month, CancellationToken cancel)
    {
        if (await FindAsync(month, cancel) is { } known) return known;

        var path = $"api/manage/{DemoPlan.Tenant}/months/{DemoPlan.Format(month)}/digest";
        using (var response = await http.PostAsync(path, content: null, cancel))
            if (!response.IsSuccessStatusCode) throw await DemoException.FromAsync($"Asking for the digest of {DemoPlan.Format(month)}", response, cancel);

        for (var asked = time.GetTimestamp(); time.GetElapsedTime(asked) < Patience; await Task.Delay(Pause, cancel))
            if (await FindAsync(month, cancel) is { } mail) return mail;
        throw new DemoException($"The digest of {DemoPlan.Format(month)} did not reach the mailbox within {Patience.TotalSeconds:0} s; see the log above.");
    }

    private async Task<Mail?> FindAsync(DateOnly month, CancellationToken cancel)
    {
        var mails = await http.GetFromJsonAsync<List<Mail>>("local/mail?format=json", LocalJson.Options, cancel) ?? [];
        var name = month.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
        return mails.Find(mail => mail.To.Any(to => to.Email == DemoRunner.Recipient) && mail.Subject.Contains(name, StringComparison.Ordinal));
    }
}
