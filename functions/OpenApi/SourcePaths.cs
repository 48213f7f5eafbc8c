using Microsoft.OpenApi;
using Plumbline.Webhooks;
using Plumbline.Webhooks.Events;
using Plumbline.Webhooks.GoHighLevel;
using Plumbline.Webhooks.Stripe;
using static Plumbline.OpenApi.ApiParameters;
using Scope = Plumbline.Access.Scope;

namespace Plumbline.OpenApi;

internal static class SourcePaths
{
    private const string Refused = "The body is empty, or the delivery cannot be verified.";

    public static void Add(ApiBuilder api)
    {
        ApiHeader retryAfter = new("Retry-After", "In seconds.", Shape.Whole(1));
        api.Add<StripeWebhook>(new(ApiArea.Sources, "An event as Stripe sends it.")
        {
            Parameters = [Header("Stripe-Signature", "Stripe's signature: t=…,v1=…, an HMAC-SHA256 over time and raw body with the endpoint's secret.", required: true)],
            Body = SentBy("Stripe: an event."),
            Answers =
            [
                api.Json<DeliveryJson>(200, "It is kept."),
                api.Problem(400, Refused),
                api.Problem(404, "There is no such tenant."),
                api.Problem(413, "The body is too large."),
                api.TooMany(),
                api.Problem(500, "It was not stored, and is to be sent again."),
            ],
        });

        api.Add<GoHighLevelWebhook>(new(ApiArea.Sources, "A delivery of GoHighLevel: an app's webhook, or a workflow's.")
        {
            Description = "It is believed by one of the headers; a workflow's secret may also come as Authorization: Bearer ….",
            Parameters =
            [
                Header(GoHighLevelSignature.Header, "HighLevel's Ed25519 signature over the raw body, in base64."),
                Header(WorkflowSecret.Header, "The secret of the tenant's workflows, which sign nothing."),
            ],
            Body = SentBy("GoHighLevel."),
            Answers =
            [
                api.Json<DeliveryJson>(200, "It is kept."),
                api.Problem(400, $"{Refused} Or it is another location's."),
                api.Problem(404, "There is no such tenant."),
                api.Problem(413, "The body is too large."),
                api.Problem(429, "It was not stored, or is one of too many, and is to be sent again.", retryAfter),
            ],
        });

        var (one, many) = EventSchemas.Add(api.Schemas);
        api.Add<ReceiveEvents>(new(ApiArea.Sources, "CloudEvents: one, or a batch.")
        {
            Description = "Sending an event again, with its source and id, is always safe. Of a batch each item has its own outcome, and the answer is 200 also when all are rejected.",
            Scope = Scope.Ingest,
            Body = ApiAnswers.Body(
                "At most 1 MiB, in UTF-8.",
                new ApiForm("application/cloudevents+json", one),
                new ApiForm("application/cloudevents-batch+json", many),
                new ApiForm(ApiForm.Json, new OpenApiSchema { OneOf = [one, many] })),
            Answers =
            [
                ApiAnswers.Of(
                    200,
                    "What became of the event; of a batch, of each of its items.",
                    [],
                    new ApiForm(ApiForm.Json, new OpenApiSchema { OneOf = [api.Schemas.Answer<EventReceiptJson>(), api.Schemas.Answer<EventsAnswer>()] })),
                api.Problem(400, "The body cannot be read, or the event that was sent alone is not valid."),
                api.Problem(409, "The event that was sent alone is known with other content."),
                api.Problem(413, "The body is too large."),
                api.Problem(415, "The content type is another."),
                api.Problem(503, "Nothing was stored; it is to be sent again.", retryAfter),
            ],
        });
    }

    private static OpenApiRequestBody SentBy(string sender) =>
        ApiAnswers.Body($"At most 1 MiB, as sent by {sender}", new ApiForm(ApiForm.Json, new OpenApiSchema { Type = JsonSchemaType.Object }));
}
