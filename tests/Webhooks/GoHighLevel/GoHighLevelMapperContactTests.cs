using System.Text;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

public sealed class GoHighLevelMapperContactTests
{
    private static readonly byte[] Contact = GoHighLevelMapping.Fixture("ContactCreate");

    [Fact]
    public void MapNative_Contact_IsOneStateWithoutAnythingPersonal()
    {
        var delivery = GoHighLevelMapping.Native(Contact);
        var contact = delivery.Contacts.ShouldHaveSingleItem();

        contact.SourceKey.ShouldBe("whk_contact:contact");
        contact.ContactId.ShouldBe("con_1");
        contact.EffectiveAt.ShouldBe(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
        contact.AddedAt.ShouldBe(new DateTimeOffset(2026, 2, 20, 8, 15, 30, 125, TimeSpan.Zero));
        contact.HasEmail.ShouldBeTrue();
        contact.HasPhone.ShouldBeTrue();
        contact.EmailHash.ShouldBe(GoHighLevelMapping.Hash.OfEmail("jordan@example.com"));
        contact.PhoneHash.ShouldBe(GoHighLevelMapping.Hash.OfPhone("15555550123"));
        contact.Labels.ShouldBe(["ad 7", "vip", "webinar-2026"]);
        contact.Origin.ShouldBe("Landing page");
        contact.Deleted.ShouldBeFalse();
        contact.Tags.ShouldBe(new()
        {
            ClientId = "con_1",
            OwnerId = "usr_blake",
            SourceFunnel = "Challenge",
            UtmSource = "meta",
            UtmMedium = "cpc",
            UtmCampaign = "spring-26",
            UtmTerm = "coach",
            UtmContent = "video-3",
        });

        delivery.ObjectId.ShouldBe("con_1");
        delivery.Tags.ClientId.ShouldBe("con_1");
        delivery.Tags.OwnerId.ShouldBe("usr_blake");
        var kept = (delivery with { Body = default }).Written();
        foreach (var personal in new[] { "Jordan", "jordan@", "5550123", "Sample Street", "1990" })
        {
            kept.ShouldNotContain(personal, Case.Sensitive);
        }
    }

    [Theory]
    [InlineData("ContactCreate", false)]
    [InlineData("ContactUpdate", false)]
    [InlineData("ContactTagUpdate", false)]
    [InlineData("ContactDndUpdate", false)]
    [InlineData("ContactDelete", true)]
    public void MapNative_ContactType_DecidesOnlyWhetherItIsGone(string type, bool deleted)
    {
        var contact = GoHighLevelMapping.Native(Contact.With("type", $"\"{type}\"")).Contacts.ShouldHaveSingleItem();

        contact.Deleted.ShouldBe(deleted);
        contact.HasEmail.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, false, false)]
    [InlineData("null", false, false)]
    [InlineData("\"\"", false, false)]
    [InlineData("\"  \"", false, false)]
    [InlineData("\"null\"", false, false)]
    [InlineData("\"NULL\"", false, false)]
    [InlineData("{}", false, false)]
    [InlineData("\"\\ud800\"", false, false)]
    [InlineData("\"n/a\"", true, false)]
    [InlineData("\"a@example.com\"", true, true)]
    public void MapNative_Email_IsThereWhenItIsNotBlank(string? email, bool there, bool hashed)
    {
        var contact = GoHighLevelMapping.Native(Contact.With("email", email)).Contacts.ShouldHaveSingleItem();

        contact.HasEmail.ShouldBe(there);
        (contact.EmailHash is not null).ShouldBe(hashed);
        contact.HasPhone.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("\"\"", false)]
    [InlineData("\"null\"", false)]
    [InlineData("\"+15555550123\"", true)]
    [InlineData("15555550123", true)]
    public void MapNative_Phone_IsThereWhenItIsNotBlank(string? phone, bool there)
    {
        var contact = GoHighLevelMapping.Native(Contact.With("phone", phone)).Contacts.ShouldHaveSingleItem();

        contact.HasPhone.ShouldBe(there);
        contact.PhoneHash.ShouldBe(there ? GoHighLevelMapping.Hash.OfPhone("15555550123") : null);
        contact.HasEmail.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("null", "")]
    [InlineData("\"null\"", "")]
    [InlineData("{}", "")]
    [InlineData("[]", "")]
    [InlineData("[\"b\",\" A \",\"a\",\"B\"]", "a|b")]
    [InlineData("[\"a\",7,null,{\"x\":1},[\"c\"],\"\",\"null\",\"a\\u0000\",\"\\ud800\",\"é\"]", "a|é")]
    [InlineData("[\"with, comma\"]", "with, comma")]
    [InlineData("\"b, A ,a,,\"", "a|b")]
    public void MapNative_Labels_AreTrimmedInLowerCaseOnceAndSorted(string? tags, string expected) =>
        string.Join('|', GoHighLevelMapping.Native(Contact.With("tags", tags)).Contacts.ShouldHaveSingleItem().Labels).ShouldBe(expected);

    [Fact]
    public void MapNative_LongListOfLabels_IsReadButForLabelsTooLong()
    {
        var labels = Enumerable.Range(100, 200).Select(number => $"label {number}").ToArray();
        var list = $"\"{string.Join(',', labels)},{new string('x', 256)}\"";

        GoHighLevelMapping.Native(Contact.With("tags", list)).Contacts.ShouldHaveSingleItem().Labels.ShouldBe(labels);
    }

    [Theory]
    [InlineData("\"Challenge\"", "Challenge")]
    [InlineData("\" Challenge \"", "Challenge")]
    [InlineData("7", "7")]
    [InlineData("[\"Challenge\",\"Other\"]", "Challenge")]
    [InlineData("[null,\"\",\"Other\"]", "Other")]
    [InlineData("[]", "Webinar")]
    [InlineData("\"\"", "Webinar")]
    [InlineData("\"null\"", "Webinar")]
    [InlineData("null", "Webinar")]
    [InlineData("true", "Webinar")]
    [InlineData("{\"a\":\"b\"}", "Webinar")]
    public void MapNative_FunnelField_ComesBeforeTheLabels(string value, string expected) =>
        Funnel(Contact.With("customFields", $$"""[7,null,{"id":"cf_other","value":"x"},{"value":"y"},{"id":"cf_funnel","value":{{value}}}]""")).ShouldBe(expected);

    [Theory]
    [InlineData("[\"VIP\",\"webinar-2026\"]", "Referral")]
    [InlineData("[\"other\",\"WEBINAR-2026\",\"vip\"]", "Webinar")]
    [InlineData("[\"other\"]", "Paid Social")]
    public void MapNative_FirstLabelWithAFunnel_ComesBeforeTheSession(string tags, string expected) =>
        Funnel(Contact.Without("customFields").With("tags", tags)).ShouldBe(expected);

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"null\"")]
    [InlineData("[]")]
    [InlineData("{\"sessionSource\":\"null\",\"utmSource\":\"null\",\"utmCampaign\":\"\"}")]
    public void MapNative_WithoutAttribution_HasNoFunnelAndNeverTheLastTouchOrTheSource(string attribution)
    {
        var tags = GoHighLevelMapping.Native(Contact.Without("customFields").Without("tags").With("attributionSource", attribution))
            .Contacts.ShouldHaveSingleItem().Tags;

        tags.ShouldBe(new() { ClientId = "con_1", OwnerId = "usr_blake" });
    }

    [Theory]
    [InlineData("{\"campaign\":\"a\"}", "a")]
    [InlineData("{\"utmCampaign\":\"b\"}", "b")]
    [InlineData("{\"campaign\":\"a\",\"utmCampaign\":\"b\"}", "b")]
    [InlineData("{\"campaign\":\"a\",\"utmCampaign\":\"null\"}", "a")]
    [InlineData("{\"campaign\":{},\"utmCampaign\":7}", null)]
    public void MapNative_Campaign_IsUnderEitherName(string attribution, string? expected) =>
        GoHighLevelMapping.Native(Contact.With("attributionSource", attribution)).Contacts.ShouldHaveSingleItem().Tags.UtmCampaign.ShouldBe(expected);

    [Fact]
    public void MapNative_WithoutDateAdded_IsAddedWhenItWasSeen()
    {
        var contact = GoHighLevelMapping.Native(Contact.Without("dateAdded")).Contacts.ShouldHaveSingleItem();

        contact.AddedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData("id", null, "unmappable")]
    [InlineData("id", "7", "unmappable")]
    [InlineData("dateAdded", "\"soon\"", "unmappable")]
    [InlineData("dateAdded", "\"1970-01-01T00:00:00Z\"", "date-out-of-range")]
    public void MapNative_ContactMemberThatCannotBeRead_IsQuarantinedByName(string member, string? value, string reason)
    {
        var delivery = GoHighLevelMapping.Native(Contact.With(member, value));

        delivery.ShouldBeQuarantined(reason);
        delivery.Quarantine[0].Detail.ShouldStartWith(member);
    }

    [Fact]
    public void MapNative_Deletion_HoldsWhateverElseCannotBeRead() =>
        GoHighLevelMapping.Native(Contact.With("type", "\"ContactDelete\"").With("dateAdded", "0")).Contacts.ShouldHaveSingleItem().Deleted.ShouldBeTrue();

    [Fact]
    public void MapNative_OddMemberNames_DoNotStandInTheWay()
    {
        var json = Encoding.UTF8.GetString(Contact);
        var odd = Encoding.UTF8.GetBytes(json.Insert(1, "\"\\ud800 and a name longer than any that is read\":1,\"\\u0000\":2,"));

        (GoHighLevelMapping.Native(odd) with { Body = default }).Written().ShouldBe((GoHighLevelMapping.Native(Contact) with { Body = default }).Written());
    }

    private static string? Funnel(byte[] body) => GoHighLevelMapping.Native(body).Contacts.ShouldHaveSingleItem().Tags.SourceFunnel;
}
