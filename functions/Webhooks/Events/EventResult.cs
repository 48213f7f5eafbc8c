using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Plumbline.Ledger;
using Plumbline.Platform;

namespace Plumbline.Webhooks.Events;

/// <summary>What became of one item.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Id">The event's id; null where it could not be read.</param>
/// <param name="JsonPointer">JSON pointer to the fault, within the item.</param>
public sealed record EventResult(int Index, string? Id, EventOutcome Outcome, [property: JsonPropertyName("pointer")] string? JsonPointer = null, string? Detail = null)
{
    private const string ConflictDetail = "This source and id came before with other content. Nothing was written; a new event needs a new id.";

    internal static EventResult Rejected(int index, string? id, EventFault fault) => new(index, id, EventOutcome.Rejected, fault.JsonPointer, fault.Detail);

    internal static EventResult Of(int index, string? id, AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Stored or AppendOutcome.Quarantined => new(index, id, EventOutcome.Stored),
        AppendOutcome.Duplicate => new(index, id, EventOutcome.Duplicate),
        AppendOutcome.Conflict => new(index, id, EventOutcome.Conflict, Detail: ConflictDetail),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    /// <summary>The answer to a request that is this event alone.</summary>
    internal IActionResult ToResponse() => Outcome switch
    {
        EventOutcome.Rejected => new JsonResponse(
            new ProblemDetails
            {
                Status = 400,
                Type = "urn:plumbline:problem:invalid-event",
                Title = "The event is not valid",
                Detail = Detail,
                Extensions = { ["pointer"] = JsonPointer },
            },
            400,
            "application/problem+json"),
        EventOutcome.Conflict => Problem.Conflict("event-conflict", "The event is known with other content", ConflictDetail),
        _ => new JsonResponse(new EventReceiptJson(Id, Outcome)),
    };
}
