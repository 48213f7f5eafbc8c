using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Digest;

/// <summary>
/// Takes a recipient off a tenant's digest by the signed link in it. The link is all that is asked for: no mail client sends
/// more, and what one sends in the body says nothing further. It takes nothing of the tenant's allowance: no mail client asks
/// again after a 429.
/// </summary>
public sealed class UnsubscribeDesk(LinkSigner links, TenantDirectory tenants, Suppressions suppressions)
{
    /// <summary>Asks whether it is meant. Scanners of mail follow links too, so nothing is done here.</summary>
    public async Task<IActionResult> AskAsync(HttpRequest request, string slug, CancellationToken cancel)
    {
        var (tenant, refusal) = await FindAsync(request.Query, slug, cancel);
        return tenant is null ? refusal! : Page(
            "Unsubscribe",
            $"""
            <h1>Stop the monthly digest of {WebUtility.HtmlEncode(tenant.Name)}?</h1>
            <p>It is then no longer sent to the address that this link was sent to. Nobody else's changes.</p>
            <form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button type="submit">Unsubscribe</button></form>
            """);
    }

    public async Task<IActionResult> UnsubscribeAsync(HttpRequest request, string slug, CancellationToken cancel)
    {
        var (tenant, refusal) = await FindAsync(request.Query, slug, cancel);
        return tenant is null ? refusal!
            : !await suppressions.SuppressAsync(tenant, request.Query["to"].ToString(), cancel)
                ? Problem.NotFound("The address of this link is no recipient's.")
            : Page(
                "Unsubscribed",
                $"""
                <h1>You are unsubscribed</h1>
                <p>The monthly digest of {WebUtility.HtmlEncode(tenant.Name)} is no longer sent to you. To have it again, ask whoever manages it.</p>
                """);
    }

    private async Task<(Tenant? Tenant, IActionResult? Refusal)> FindAsync(IQueryCollection query, string slug, CancellationToken cancel) =>
        !Month.TryParse(query["month"].ToString(), out var month) || !await links.IsValidAsync(LinkSigner.Unsubscribe, slug, month, query, cancel)
            ? (null, Problem.InvalidLink())
        : await tenants.FindAsync(slug, cancel) is not { } tenant ? (null, Problem.UnknownTenant())
        : (tenant, null);

    private static HtmlResponse Page(string title, string body) => new(
        $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}}</title>
        <style>
        body { font: 16px/24px -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
        h1 { font-size: 24px; line-height: 30px; }
        button { font: inherit; padding: 11px 20px; border: 0; border-radius: 6px; background: #1f4e79; color: #ffffff; }
        </style>
        </head>
        <body>
        {{body}}
        </body>
        </html>
        """,
        hasForm: true);
}
