using Plumbline.Reconciliation.Sources;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>Walks through Stripe's lists a page at a time, and not in circles.</summary>
internal sealed class StripeListing(StripeApiClient client, StripeScope scope)
{
    private readonly HashSet<string> seen = [];

    /// <returns>The page and where it goes on. No page where Stripe no longer knows where it was: it is begun again once.</returns>
    /// <exception cref="SourceException">It cannot be walked to its end.</exception>
    public async Task<(StripePage? Page, StripeCursor Next)> ReadAsync(StripeCursor cursor, string list, CancellationToken cancel)
    {
        if (cursor.After is null)
        {
            seen.Clear();
        }

        try
        {
            var page = await AskAsync(cursor, list, cancel);
            seen.UnionWith(page.Ids);
            return (page, page.HasMore ? cursor with { After = page.Ids.Last() } : cursor.Next(scope.Accounts.Length));
        }
        catch (SourceException e) when (e.Fault is SourceFault.Refused or SourceFault.NotFound && cursor is { After: not null, IsAgain: false })
        {
            return (null, cursor with { After = null, IsAgain = true });
        }
    }

    private async Task<StripePage> AskAsync(StripeCursor cursor, string list, CancellationToken cancel)
    {
        for (var isRetry = false; ; isRetry = true)
        {
            var page = await client.ListAsync(scope, scope.Accounts[cursor.Account], list, cursor.From, cursor.Until, cursor.After, cancel);
            if (!page.HasMore || (page.Data.Count > 0 && !page.Ids.Contains(cursor.After) && !page.Ids.All(seen.Contains)))
            {
                return page;
            }

            if (isRetry)
            {
                throw new SourceException(
                    SourceFault.Malformed, page.Data.Count == 0 ? "Stripe says that there is more, and gives nothing." : "Stripe repeats a page.");
            }
        }
    }
}
