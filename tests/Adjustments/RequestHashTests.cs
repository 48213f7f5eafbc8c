using Plumbline.Adjustments;
using Plumbline.Ledger;

namespace Plumbline.Tests.Adjustments;

public sealed class RequestHashTests
{
    private static readonly AdjustmentRequest Request = new("amount", "Cash paid at the door", Measure: "cash", Amount: 12.5m, EffectiveDate: "2026-01-15");

    [Fact]
    public void Of_SameRequestWrittenOtherwise_IsTheSame()
    {
        AdjustmentRequest[] same =
        [
            Request with { Reason = " Cash paid at the door\n", Measure = " cash" },
            Request with { Amount = 12.500m },
            Request with { Tags = new Tags { Department = "" } },
        ];

        same.ShouldAllBe(request => RequestHash.Of(request) == RequestHash.Of(Request));
    }

    [Fact]
    public void Of_OtherRequests_IsAnother()
    {
        AdjustmentRequest[] others =
        [
            Request,
            Request with { Kind = "void" },
            Request with { Reason = "Cash paid at the gate" },
            Request with { Target = new AdjustmentTarget("raw_payments", 1) },
            Request with { Target = new AdjustmentTarget("raw_payments", 2) },
            Request with { Measure = "refunds" },
            Request with { Amount = -12.5m },
            Request with { Currency = "EUR" },
            Request with { EffectiveDate = null },
            Request with { Tags = new Tags { OwnerId = "ann" } },
            Request with { Tags = new Tags { ClientId = "ann" } },
        ];

        others.Select(RequestHash.Of).ShouldBeUnique();
    }
}
