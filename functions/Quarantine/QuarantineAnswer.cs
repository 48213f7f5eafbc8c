using Microsoft.AspNetCore.Mvc;
using Plumbline.Platform;

namespace Plumbline.Quarantines;

internal static class QuarantineAnswer
{
    private const int MostNamed = 20;

    public static IActionResult Of<T>(QuarantineResult<T> result) where T : notnull => result switch
    {
        QuarantineResult<T>.Done(var value) => new JsonResponse(value),
        QuarantineResult<T>.Unknown(var items) => Problem.NotFound(
            $"The tenant has no such items in quarantine: {string.Join(", ", items.Take(MostNamed))}{(items.Count > MostNamed ? ", …" : "")}. Nothing was done."),
        QuarantineResult<T>.NotReady(var missing) => Problem.Of(503, "not-ready", "It cannot be done yet", missing),
        _ => throw new InvalidOperationException(),
    };
}
