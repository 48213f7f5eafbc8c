using System.Security.Cryptography;
using System.Text.Json;
using Plumbline.Ledger;
using Plumbline.Platform;

namespace Plumbline.Adjustments;

/// <summary>Tells two requests apart by what they ask for, and not by how it is written.</summary>
internal static class RequestHash
{
    public static string Of(AdjustmentRequest request)
    {
        var plain = request with
        {
            Reason = request.Reason.Trim(),
            Measure = request.Measure?.Trim(),
            // Without the zeros at its end.
            Amount = request.Amount / 1.0000000000000000000000000000m,
            Tags = request.Tags?.WithoutEmpty() is { } tags && tags != Tags.None ? tags : null,
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(plain, JsonResponse.Options)));
    }
}
