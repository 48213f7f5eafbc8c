using Plumbline.Adjustments;
using Plumbline.Ledger;

namespace Plumbline.Tests.Adjustments;

public sealed class AdjustmentValidationTests
{
    private static readonly AdjustmentRequest Amount = new("amount", "Cash paid at the door", Measure: "cash", Amount: 12.5m, EffectiveDate: "2026-01-15");
    private static readonly AdjustmentRequest Void = new("void", "A test charge of ours", new AdjustmentTarget("raw_payments", 7));

    [Fact]
    public void Fault_WholeRequests_IsNone()
    {
        AdjustmentRequest[] fine =
        [
            Amount,
            Amount with { EffectiveDate = null, Target = new AdjustmentTarget("raw_events", 1) },
            Amount with { Currency = "EUR", Tags = new Tags { OwnerId = "ann", Branch = "" }, Reason = "  two\nlines of it  " },
            Amount with { Reason = "0123456789" },
            Amount with { Reason = new string('x', 1_000) },
            Void,
            Void with { EffectiveDate = "2000-02-29", Target = new AdjustmentTarget("adjustments", long.MaxValue) },
        ];

        fine.Select(AdjustmentValidation.Fault).ShouldAllBe(fault => fault == null);
    }

    [Fact]
    public void Fault_WhatCannotBe_NamesTheMember()
    {
        (AdjustmentRequest Request, string Named)[] wrong =
        [
            (Amount with { Kind = "Amount" }, "kind must be amount or void"),
            (Amount with { Reason = "too short" }, "reason must be 10"),
            (Amount with { Reason = "         1          " }, "reason must be 10"),
            (Amount with { Reason = new string('x', 1_001) }, "reason must be 10"),
            (Amount with { Reason = "with a \0 in the middle" }, "reason must be 10"),
            (Amount with { Target = new AdjustmentTarget("bodies", 1) }, "target.table must be raw_events, "),
            (Amount with { Target = new AdjustmentTarget("raw_payments", 0) }, "target.seq must be"),
            (Amount with { EffectiveDate = "2026-02-30" }, "effectiveDate must be a day"),
            (Amount with { EffectiveDate = "2026-1-5" }, "effectiveDate must be a day"),
            (Amount with { EffectiveDate = null }, "effectiveDate is missing"),
            (Amount with { Measure = null }, "measure is missing"),
            (Amount with { Measure = " " }, "measure must be 1 to 100"),
            (Amount with { Amount = null }, "amount is missing"),
            (Amount with { Amount = 0.00m }, "amount must not be 0"),
            (Amount with { Currency = "usd" }, "currency must be an ISO 4217"),
            (Amount with { Tags = new Tags { UtmTerm = "a\tb" } }, "tags.utmTerm must be 1 to 255"),
            (Amount with { Tags = new Tags { Department = "sales", ClientId = new string('c', 256) } }, "tags.clientId must be 1 to 255"),
            (Void with { Target = null }, "target is missing"),
            (Void with { Measure = "cash" }, "measure must be left out"),
            (Void with { Amount = 1 }, "amount must be left out"),
            (Void with { Currency = "USD" }, "currency must be left out"),
            (Void with { Tags = Tags.None }, "tags must be left out"),
        ];

        wrong.ShouldAllBe(one => AdjustmentValidation.Fault(one.Request)!.StartsWith(one.Named));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("order 12/2026 ~", true)]
    [InlineData("", false)]
    [InlineData("caf\u00e9", false)]
    [InlineData("a\tb", false)]
    public void KeyFault_Key_IsPrintable(string key, bool isFine) => (AdjustmentValidation.KeyFault(key) is null).ShouldBe(isFine);

    [Fact]
    public void KeyFault_Length_IsAtMost200()
    {
        AdjustmentValidation.KeyFault(new string('k', 200)).ShouldBeNull();
        AdjustmentValidation.KeyFault(new string('k', 201)).ShouldNotBeNull();
    }
}
