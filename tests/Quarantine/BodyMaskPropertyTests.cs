using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Plumbline.Quarantines;

namespace Plumbline.Tests.Quarantine;

public sealed class BodyMaskPropertyTests
{
    private static readonly string[] Deliveries =
    [
        "GoHighLevel/workflow.opportunity", "GoHighLevel/workflow.appointment", "GoHighLevel/workflow.payment", "GoHighLevel/OpportunityStageUpdate",
        "GoHighLevel/ContactCreate", "GoHighLevel/OutboundMessage.call", "GoHighLevel/AppointmentUpdate.as-documented", "GoHighLevel/InvoicePaid.as-documented",
        "GoHighLevel/OrderCreate", "Stripe/charge.succeeded", "Stripe/customer.subscription.updated", "Stripe/customer.subscription.deleted.legacy",
    ];

    // A business's own settings, which it must see to set its stages right.
    private static readonly string[] Settings = ["stage", "pipleline_stage", "pipeline_stage", "pipelineStage", "pipeline_name", "pipelineName"];

    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> First = Gen.Elements("Anna", "Zoë", "Jürgen", "Mehmet", "Olga", "María", "李伟", "Siobhán");

    private static readonly Gen<string> Last = Gen.Elements("Mueller", "Müller", "O'Brien", "van Dijk", "Yılmaz", "Kowalska-Nowak", "Iwanowa");

    private static readonly Gen<string> Name =
        from first in First
        from last in Last
        from form in Gen.Elements("{0}", "{1}", "{0} {1}", "{1}, {0}", "{0}.{1}", "{0}-{1}", "{0}_{1}", "{0}{1}1987", "{0}_{1}1987")
        from recase in Gen.Elements<Func<string, string>>(text => text, text => text.ToLowerInvariant(), text => text.ToUpperInvariant())
        select recase(string.Format(CultureInfo.InvariantCulture, form, first, last));

    private static readonly Gen<string> Email =
        from name in Gen.Elements("anna.mueller", "o'brien", "zoe+shop", "x")
        from host in Gen.Elements("example.com", "mail.example", "firma.example.de")
        select $"{name}@{host}";

    private static readonly Gen<string> Address =
        from street in Gen.Elements("Hauptstraße", "Sample Street", "Rue de l'Église")
        from number in Gen.Choose(1, 400)
        from town in Gen.Elements("10115 Berlin", "London SW1A 1AA", "75001 Paris")
        select $"{street} {number}, {town}";

    private static readonly Gen<string> Phone =
        from prefix in Gen.Elements("+49 ", "0", "+1 (555) ", "tel:0", "whatsapp:49", "cus_", "")
        from one in Gen.Choose(150, 179)
        from separator in Gen.Elements("", " ", "-", "/", ".")
        from two in Gen.Choose(1_000_000, 99_999_999)
        select string.Create(CultureInfo.InvariantCulture, $"{prefix}{one}{separator}{two}");

    [Fact]
    public void Of_AnyPersonalTextAnywhereInADelivery_IsNeverTold() => Prop.ForAll(
        (from delivery in Gen.Elements(Deliveries)
         from word in Gen.OneOf(Name, Email, Address, Phone)
         from place in Gen.Choose(0, 1000)
         from asName in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
         select (delivery, word, place, asName)).ToArbitrary(),
        sample =>
        {
            var masked = BodyMask.Of(Encoding.UTF8.GetBytes(Placed(sample.delivery, sample.word, sample.place, sample.asName).ToJsonString()))!.ToJsonString(AsWritten);
            masked.ShouldNotContain($"\"{sample.word}\"", Case.Sensitive, $"{sample}");
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    /// <summary>A delivery in which one value is another text, or one object has a member of that name.</summary>
    private static JsonNode Placed(string delivery, string word, int place, bool asName)
    {
        var body = JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", $"{delivery}.json")))!;
        if (asName && !char.IsAsciiLetterLower(word[0]))
        {
            var objects = All(body).OfType<JsonObject>().ToArray();
            objects[place % objects.Length][word] = 1;
            return body;
        }

        var values = All(body).OfType<JsonValue>().Where(value => value.Parent is JsonArray || !Settings.Contains(value.GetPropertyName())).ToArray();
        values[place % values.Length].ReplaceWith(word);
        return body;
    }

    private static IEnumerable<JsonNode> All(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => All(member.Value)).Prepend(members),
        JsonArray items => items.SelectMany(All).Prepend(items),
        null => [],
        _ => [node],
    };
}
