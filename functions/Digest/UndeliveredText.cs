namespace Plumbline.Digest;

/// <summary>What is said of a digest that was given up, without anybody's address.</summary>
internal static class UndeliveredText
{
    public static string Detail(DigestKey digest, int recipients, int missing) =>
        $"The digest of {NameOf(digest)}, revision {digest.Revision}, failed five times and is given up: " + (recipients, missing) switch
        {
            (0, _) => "nobody is to receive it, and it could not be written.",
            (_, 0) => "every recipient has it, and it could not be written down as sent.",
            (1, _) => "its one recipient did not get it.",
            _ => $"{missing} of its {recipients} recipients did not get it.",
        };

    public static Mail Alert(DigestKey digest, string detail, Recipient admin) => new(
        admin,
        $"{digest.Tenant.Name}: the digest of {NameOf(digest)} was not delivered",
        Html: null,
        $$"""
        {{detail}}

        What to do:
        1. See why. SendGrid's activity says whether it refused an address or took no mail at all; the app's log has its answers.
        2. Correct the recipients in the tenant's settings where an address is wrong.
        3. Send it again: POST /api/manage/{{digest.Tenant.Slug}}/months/{{digest.Month}}/digest with {"revision":{{digest.Revision}}}. Who has it already is not sent it again.

        It stands as the finding {{UndeliveredDigests.CheckName}} of {{digest.Tenant.Slug}} until everybody has it. You are told as an admin of {{digest.Tenant.Name}} in Plumbline.
        """.ReplaceLineEndings("\n"));

    private static string NameOf(DigestKey digest) => digest.Month.First.ToString("MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
