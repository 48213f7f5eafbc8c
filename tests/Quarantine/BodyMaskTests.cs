using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Plumbline.Quarantines;

namespace Plumbline.Tests.Quarantine;

public sealed class BodyMaskTests
{
    private static readonly string[] Shown =
        ["id", "contact_id", "customerId", "customer", "object", "type", "status", "pipleline_stage", "currency", "amount", "lead_value", "created", "timestamp", "account", "api_version"];

    [Theory]
    [InlineData("""{"id":"evt_1","type":"charge.succeeded","livemode":true,"created":1767268800}""")]
    [InlineData("""{"contactId":"con_1","pipeline_id":"pip_1","pipleline_stage":"Qualified / new","status":"open","lead_value":"4200.50"}""")]
    [InlineData("""{"amount":12900,"amount_refunded":0,"currency":"eur","customer":"cus_1","api_version":"2025-03-31.basil"}""")]
    [InlineData("""{"dateAdded":"2026-02-20T08:15:30.125Z","date_created":"2026-02-20","account":"acct_1","locationId":"loc_1"}""")]
    [InlineData("""{"data":{"object":{"id":"ch_1"}},"missing":null,"list":[{"id":"a"}],"none":[]}""")]
    public void Of_IdsCodesAmountsAndTimes_AreShown(string body) => ShouldBe(body, body);

    [Theory]
    [InlineData("""{"email":"a@b.example"}""", """{"email":"text of 11 characters"}""")]
    [InlineData("""{"phone":15555550123,"ok":true}""", """{"phone":"number","ok":"true or false"}""")]
    [InlineData("""{"state":"Ohio","source":"x","value":"y"}""", """{"state":"text of 4 characters","source":"text of 1 characters","value":"text of 1 characters"}""")]
    [InlineData("""{"dateOfBirth":"1990-01-05"}""", """{"dateOfBirth":"text of 10 characters"}""")]
    [InlineData("""{"tax_id":"AB12","passportId":"X1"}""", """{"tax_id":"text of 4 characters","passportId":"text of 2 characters"}""")]
    [InlineData("""{"tags":["vip","Jane Doe"],"n":[1]}""", """{"tags":["text of 3 characters","text of 8 characters"],"n":["number"]}""")]
    public void Of_AnythingElse_IsMasked(string body, string masked) => ShouldBe(body, masked);

    [Theory]
    [InlineData("jane@example.com")]
    [InlineData("15555550123")]
    [InlineData("555-555-0123")]
    [InlineData("+1 (555) 555-0123")]
    [InlineData("555.555.0123")]
    [InlineData("call 555 555 0123")]
    public void Of_ShownNameWithAnAddressOrNumber_IsMaskedAllTheSame(string value)
    {
        foreach (var name in Shown)
        {
            var masked = BodyMask.Of(Encoding.UTF8.GetBytes(new JsonObject { [name] = value }.ToJsonString()))!;

            masked[name]!.GetValue<string>().ShouldBe($"text of {value.Length} characters", name);
        }
    }

    [Theory]
    [InlineData("""{"id":15555550123,"contact_id":5555550123}""", """{"id":"number","contact_id":"number"}""")]
    [InlineData("""{"id":"Jane Doe"}""", """{"id":"text of 8 characters"}""")]
    [InlineData("""{"account":"DE89370400440532013000"}""", """{"account":"text of 22 characters"}""")]
    [InlineData("""{"created":"on Jane's birthday"}""", """{"created":"text of 18 characters"}""")]
    public void Of_ShownNameWithAnotherKindOfValue_IsMasked(string body, string masked) => ShouldBe(body, masked);

    [Fact]
    public void Of_NamesThatArePersonal_AreMaskedAndNoneIsLost() => ShouldBe(
        """{"a@b.example":1,"c@d.example":2,"555-555-0123":3,"id":"x","id":"y"}""",
        """{"name of 11 characters":"number","name of 11 characters (2)":"number","name of 12 characters":"number","id":"x","id (2)":"y"}""");

    [Fact]
    public void Of_LongListAndDeepBody_AreCutShort()
    {
        var list = BodyMask.Of(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("1", 80))}]"))!.AsArray();
        var deep = BodyMask.Of(Encoding.UTF8.GetBytes($"{new string('[', 60)}7{new string(']', 60)}"))!.ToJsonString();

        (list.Count, list[^1]!.GetValue<string>()).ShouldBe((51, "and 30 more"));
        deep.ShouldBe($"{new string('[', 32)}\"list, too deep to show\"{new string(']', 32)}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Dear Jane,")]
    [InlineData("{\"id\":\"evt_1\"")]
    public void Of_NoJson_IsNull(string body) => BodyMask.Of(Encoding.UTF8.GetBytes(body)).ShouldBeNull();

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("{\"odd\\ud800\":\"x\"}")]
    public void Of_TextThatIsNoUnicode_IsShownAsValidJson(string body) =>
        JsonNode.Parse(BodyMask.Of(Encoding.UTF8.GetBytes(body))!.ToJsonString()).ShouldNotBeNull();

    [Fact]
    public void Of_AnyPersonalTextAnywhere_IsNeverTold() => Prop.ForAll(
        (from name in Gen.Elements([.. Shown, "email", "name", "note", "metadata", "customField"])
         from word in Gen.Elements("jane.doe@example.com", "Jane Q. Doe, 1 Sample Street", "+1 555 555 0199", "5555550199", "jane@", "x@y")
         from depth in Gen.Choose(0, 5)
         from isList in Gen.Elements(true, false)
         select (Body: Enumerable.Range(0, depth).Aggregate(
             new JsonObject { [name] = isList ? new JsonArray(word) : JsonValue.Create(word) }, (inner, _) => new JsonObject { ["data"] = inner }).ToJsonString(), Word: word)).ToArbitrary(),
        sample => BodyMask.Of(Encoding.UTF8.GetBytes(sample.Body))!.ToJsonString().ShouldNotContain(sample.Word))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static void ShouldBe(string body, string masked) => BodyMask.Of(Encoding.UTF8.GetBytes(body))!.ToJsonString().ShouldBe(masked);
}
