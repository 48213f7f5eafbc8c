using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Quarantines;

namespace Plumbline.Tests.Quarantine;

public sealed class BodyMaskTests
{
    [Theory]
    [InlineData("""{"id":"evt_1PqR5t2eZvKYlo2C","object":"event","type":"charge.succeeded","livemode":true,"created":1767268800}""")]
    [InlineData("""{"id":"cs_test_a1B2c3D4e5F6","object":"checkout.session","status":"complete","currency":"eur"}""")]
    [InlineData("""{"contact_id":"ocQHyuzHvysMo5N5VsXc","pipeline_id":"b1C2d3E4f5G6h7I8j9K0","pipleline_stage":"Qualified / new","status":"open","lead_value":"4200.50"}""")]
    [InlineData("""{"type":"OpportunityStageUpdate","webhookId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","contactId":"65f0c1d2e3a4b5c6d7e8f901","assignedTo":"b1C2d3E4f5G6h7I8j9K0"}""")]
    [InlineData("""{"amount":12900,"amount_refunded":0,"currency":"eur","customer":"cus_NffrFeUfNV2Hib","api_version":"2025-03-31.basil"}""")]
    [InlineData("""{"dateAdded":"2026-02-20T08:15:30.125Z","date_created":"2026-02-20","account":"acct_1032D82eZvKYlo2C","timestamp":1767268800000}""")]
    [InlineData("""{"data":{"object":{"id":"ch_3MmlLrLkdIwHu7ix","status":"succeeded","reason":"fraudulent"}},"missing":null,"list":[{"id":"price_1MoBy5LkdIwHu7ix"}],"none":[]}""")]
    [InlineData("""{"direction":"outbound","messageType":"CALL","callStatus":"completed","callDuration":120}""")]
    public void Of_WhatASourceWritesItself_IsShown(string body) => ShouldBe(body, body);

    [Theory]
    [InlineData("""{"email":"a@b.example"}""", """{"email":"text of 11 characters"}""")]
    [InlineData("""{"phone":15555550123,"ok":true}""", """{"phone":"number","ok":"true or false"}""")]
    [InlineData("""{"state":"Ohio","source":"x","value":"y"}""", """{"state":"text of 4 characters","source":"text of 1 characters","value":"text of 1 characters"}""")]
    [InlineData("""{"dateOfBirth":"1990-01-05"}""", """{"dateOfBirth":"text of 10 characters"}""")]
    [InlineData("""{"tags":["vip","Jane Doe"],"n":[1]}""", """{"tags":["text of 3 characters","text of 8 characters"],"n":["number"]}""")]
    [InlineData("""{"created":"on Jane's birthday","timestamp":15555550123}""", """{"created":"text of 18 characters","timestamp":"number"}""")]
    [InlineData("""{"api_version":"Jane","account":"DE89370400440532013000"}""", """{"api_version":"text of 4 characters","account":"text of 22 characters"}""")]
    [InlineData("""{"data":{"pipleline_stage":"Jane Doe"}}""", """{"data":{"pipleline_stage":"text of 8 characters"}}""")]
    [InlineData("""{"pipleline_stage":"call 555 555 0123"}""", """{"pipleline_stage":"text of 17 characters"}""")]
    public void Of_AnythingElse_IsMasked(string body, string masked) => ShouldBe(body, masked);

    [Theory]
    [InlineData("customer", "Mueller")]
    [InlineData("product", "Anna.Mueller")]
    [InlineData("id", "anna-mueller")]
    [InlineData("id", "anna_mueller1980")]
    [InlineData("id", "AnnaMueller1980Koeln")]
    [InlineData("id", "cus_01712345678")]
    [InlineData("id", "cus_1")]
    [InlineData("id", "cus_annamueller")]
    [InlineData("skype_id", "live_annamueller80")]
    [InlineData("instagram_id", "b1C2d3E4f5G6h7I8j9K0")]
    [InlineData("email_id", "anna.mueller")]
    [InlineData("tax_id", "b1C2d3E4f5G6h7I8j9K0")]
    [InlineData("contact_id", "tel:01712345678")]
    [InlineData("contact_id", "491712345678901234567890")]
    [InlineData("messageId", "whatsapp:491701234567")]
    [InlineData("status", "Pregnant")]
    [InlineData("status", "pregnant")]
    [InlineData("Status", "open")]
    [InlineData("type", "HIV-positive")]
    [InlineData("type", "HIV")]
    [InlineData("type", "AnnaMueller")]
    [InlineData("type", "AnnaCreate")]
    [InlineData("type", "anna.created")]
    [InlineData("type", "customer.anna")]
    [InlineData("object", "anna")]
    [InlineData("reason", "ill")]
    [InlineData("currency", "Ann")]
    [InlineData("currency", "ben")]
    public void Of_NameOfASourceWithAValueOfSomebody_IsMasked(string name, string value)
    {
        foreach (var masked in new[] { Masked(new JsonObject { [name] = value }), Masked(new JsonObject { ["data"] = new JsonObject { [name] = new JsonArray(value) } }) })
        {
            masked.ShouldNotContain(value, Case.Sensitive);
            masked.ShouldContain($"text of {value.Length} characters");
        }
    }

    [Theory]
    [InlineData("customData")]
    [InlineData("metadata")]
    [InlineData("customFields")]
    [InlineData("custom_fields")]
    public void Of_WhatAdminsFillIn_ShowsNeitherNamesNorValues(string name) => ShouldBe(
        """{"NAME":{"Status":"open","type":"CALL","id":"cus_NffrFeUfNV2Hib","created":1767268800,"amount":5,"livemode":true,"Anna":{"amount":1}}}""".Replace("NAME", name, StringComparison.Ordinal),
        """{"NAME":{"member 1":"text of 4 characters","member 2":"text of 4 characters","member 3":"text of 18 characters","member 4":"number","member 5":"number","member 6":"true or false","member 7":{"member 1":"number"}}}""".Replace("NAME", name, StringComparison.Ordinal));

    [Theory]
    [InlineData("contact")]
    [InlineData("attributionSource")]
    [InlineData("lastAttributionSource")]
    [InlineData("user")]
    [InlineData("billing_details")]
    [InlineData("customer_details")]
    [InlineData("customer")]
    [InlineData("shipping")]
    [InlineData("evidence")]
    [InlineData("address")]
    public void Of_APersonsOwnObject_ShowsNoValue(string name) => ShouldBe(
        """{"NAME":{"status":"open","id":"cus_NffrFeUfNV2Hib","created":1767268800,"Anna Mueller":1,"metadata":{"id":2}}}""".Replace("NAME", name, StringComparison.Ordinal),
        """{"NAME":{"status":"text of 4 characters","id":"text of 18 characters","created":"number","member 4":"number","metadata":{"member 1":"number"}}}""".Replace("NAME", name, StringComparison.Ordinal));

    [Fact]
    public void Of_NamesThatAreNoIdentifiers_AreNumberedAndNoneIsLost() => ShouldBe(
        """{"a@b.example":1,"What is your name?":2,"555-555-0123":3,"Anna":4,"_id":5,"a491701234567":6,"net":7,"net":8,"net":9}""",
        """{"member 1":"number","member 2":"number","member 3":"number","member 4":"number","_id":"number","member 6":"number","net":7,"net (2)":8,"net (3)":9}""");

    [Fact]
    public void Of_LongListAndDeepBody_AreCutShort()
    {
        var list = BodyMask.Of(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("1", 80))}]"))!.AsArray();
        var deep = BodyMask.Of(Encoding.UTF8.GetBytes($"{new string('[', 60)}7{new string(']', 60)}"))!.ToJsonString();

        (list.Count, list[^1]!.GetValue<string>()).ShouldBe((51, "and 30 more"));
        deep.ShouldBe($"{new string('[', 32)}\"list, too deep to show\"{new string(']', 32)}");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("an odd name")]
    public void Of_FiftyThousandMembersOfOneName_IsCutShortWithinASecond(string name)
    {
        var body = Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Repeat($"\"{name}\":1", 50_000))}}}");
        var watch = Stopwatch.StartNew();

        var masked = BodyMask.Of(body)!.AsObject();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        (masked.Count, masked["and 49800 more"]!.GetValue<string>()).ShouldBe((201, "members"));
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

    private static string Masked(JsonObject body) => BodyMask.Of(Encoding.UTF8.GetBytes(body.ToJsonString()))!.ToJsonString();

    private static void ShouldBe(string body, string masked) => BodyMask.Of(Encoding.UTF8.GetBytes(body))!.ToJsonString().ShouldBe(masked);
}
