using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>The client behind a Stripe customer or charge.</summary>
internal static class NaivePayer
{
    /// <summary>Who the customer was last said to be; else the first contact with the latest address that any contact has.</summary>
    public static string? Of(Books books, string? customer, string? charge)
    {
        var client = books.Links.LastOrDefault(seen => seen.State.Link.Kind == Link.CustomerClient && customer is not null && seen.State.Link.FromId == customer);
        if (client is not null)
        {
            return client.State.Link.ToId;
        }

        foreach (var link in books.Links.Reverse().Select(seen => seen.State.Link))
        {
            if ((link.Kind == Link.CustomerEmail && link.FromId == customer) || (link.Kind == Link.ChargeEmail && link.FromId == charge))
            {
                var contact = books.Contacts.FirstOrDefault(seen => seen.State.EmailHash is { } hash && Convert.ToHexStringLower(hash) == link.ToId);
                if (contact is not null)
                {
                    return contact.State.ContactId;
                }
            }
        }

        return null;
    }
}
