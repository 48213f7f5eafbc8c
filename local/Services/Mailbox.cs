using System.Net.Http.Headers;
using System.Text.Json;

namespace Plumbline.Local.Services;

/// <summary>Keeps every e-mail sent as a file, and can be told to refuse the next ones as SendGrid sometimes does.</summary>
public sealed class Mailbox(string folder, TimeProvider time)
{
    private readonly Lock gate = new();
    private MailFailure? failure;
    private long last;

    /// <summary>Takes a v3 mail/send request; the result is what SendGrid would answer.</summary>
    public MailboxAnswer Send(string? authorization, JsonElement body)
    {
        if (!AuthenticationHeaderValue.TryParse(authorization, out var header) || !header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            || string.IsNullOrWhiteSpace(header.Parameter))
            return new MailboxAnswer(401, Errors: [new("The provided authorization grant is invalid, expired, or revoked", null)]);
        if (NextFailure() is { } fail)
            return new MailboxAnswer(fail.Status, RetryAfter: fail.RetryAfter, Errors: [new("Told to fail by a test", null)]);

        var (mails, errors) = SendGridMail.Read(body, NewId, time.GetUtcNow());
        if (errors.Count > 0) return new MailboxAnswer(400, Errors: errors);
        foreach (var mail in mails) AtomicFile.Write(PathOf(mail.Id), JsonSerializer.Serialize(mail, LocalJson.Options));
        return new MailboxAnswer(202, MessageId: mails[0].Id);
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Mail> List() =>
        !Directory.Exists(folder) ? [] : [.. Directory.EnumerateFiles(folder, "*.json")
            .OrderByDescending(path => path, StringComparer.Ordinal).Select(Read).OfType<Mail>()];

    /// <param name="id">As the list gives it; anything else finds nothing.</param>
    public Mail? Find(string id) => id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? Read(PathOf(id)) : null;

    public void Clear()
    {
        if (!Directory.Exists(folder)) return;
        foreach (var path in Directory.EnumerateFiles(folder, "*.json")) File.Delete(path);
    }

    public void FailNext(MailFailure next)
    {
        lock (gate) failure = next;
    }

    private static Mail? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Mail>(File.ReadAllText(path), LocalJson.Options);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            // Deleted between listing and reading, or not a mail.
            return null;
        }
    }

    private MailFailure? NextFailure()
    {
        lock (gate)
        {
            if (failure is not { Count: > 0 } current) return null;
            failure = current with { Count = current.Count - 1 };
            return current;
        }
    }

    private string NewId()
    {
        // Sorts by time as text, and rises strictly: two mails of one millisecond keep their order.
        lock (gate) last = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), last + 1);
        return $"{last:D14}-{Guid.NewGuid():N}"[..23];
    }

    private string PathOf(string id) => Path.Combine(folder, $"{id}.json");
}
