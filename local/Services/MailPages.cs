using System.Globalization;
using System.Net;

namespace Plumbline.Local.Services;

/// <summary>The inbox as web pages.</summary>
internal static class MailPages
{
    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.5rem;border-bottom:1px solid #d5dae1;vertical-align:top}
        a{color:#0b5cad}iframe{width:100%;height:42rem;border:1px solid #d5dae1}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f6f8;padding:1rem}
        """;

    public static string Inbox(IReadOnlyList<Mail> mails)
    {
        var rows = string.Concat(mails.Select(mail => $"""
            <tr><td>{Time(mail)}</td><td>{Text(To(mail))}</td><td><a href="/local/mail/{mail.Id}">{Text(mail.Subject)}</a></td></tr>

            """));
        return Page("Mail", mails.Count == 0
            ? "<h1>Mail</h1><p>No mail yet. What the app sends while it runs on this machine arrives here.</p>"
            : $"<h1>Mail</h1><table><thead><tr><th>Time (UTC)</th><th>To</th><th>Subject</th></tr></thead><tbody>\n{rows}</tbody></table>");
    }

    public static string Mail(Mail mail)
    {
        (string Name, string Value)[] envelope =
        [
            ("From", mail.From.ToString()), ("To", To(mail)), ("Subject", mail.Subject), ("Time (UTC)", Time(mail)),
            .. mail.Headers.Select(header => (header.Key, header.Value)),
        ];
        var headers = string.Concat(envelope.Select(line => $"<tr><th>{Text(line.Name)}</th><td>{Text(line.Value)}</td></tr>\n"));
        var html = mail.Html is null ? "<p>None.</p>" : $"""<iframe src="/local/mail/{mail.Id}/html" title="The message" sandbox="allow-popups"></iframe>""";
        return Page(mail.Subject, $"""
            <p><a href="/local/mail">All mail</a></p>
            <h1>{Text(mail.Subject)}</h1>
            <table><tbody>
            {headers}</tbody></table>
            <h2>HTML</h2>
            {html}
            <h2>Text</h2>
            <pre>{Text(mail.Text ?? "None.")}</pre>
            """);
    }

    private static string Page(string title, string body) => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Text(title)}</title>
        <style>{Style}</style></head>
        <body>
        {body}
        </body></html>
        """;

    private static string To(Mail mail) => string.Join(", ", mail.To);

    private static string Time(Mail mail) => mail.ReceivedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
