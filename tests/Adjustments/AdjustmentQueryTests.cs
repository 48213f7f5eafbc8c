using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Plumbline.Adjustments;

namespace Plumbline.Tests.Adjustments;

public sealed class AdjustmentQueryTests
{
    [Fact]
    public void Read_Nothing_IsTheFirstPageOfEverything() => Read("").Query.ShouldBe(new AdjustmentQuery(50, null, null, null, null));

    [Fact]
    public void After_EveryFilter_IsTheSameListFurtherOn()
    {
        var query = Read("?limit=2&before=90&inForce=false&measure=ad%20spend%26&table=raw_payments").Query.ShouldNotBeNull();

        query.ShouldBe(new AdjustmentQuery(2, 90, false, "ad spend&", "raw_payments"));
        Read(query.After(41)).Query.ShouldBe(query with { Before = 41 });
    }

    [Theory]
    [InlineData("?limit=0", "limit is")]
    [InlineData("?limit=501", "limit is")]
    [InlineData("?limit=", "limit is")]
    [InlineData("?before=-1", "before is")]
    [InlineData("?before=last", "before is")]
    [InlineData("?inForce=yes", "inForce is")]
    [InlineData("?table=bodies", "table is")]
    [InlineData("?measure=", "measure must")]
    [InlineData("?measure=cash%00", "measure must")]
    [InlineData("?in_force=true", "in_force is no parameter")]
    [InlineData("?limit=1&limit=2", "limit comes twice")]
    public void Read_WhatCannotBe_IsNamed(string query, string named)
    {
        Read(query).Fault.ShouldNotBeNull().ShouldStartWith(named);
        Read(query).Query.ShouldBeNull();
    }

    private static (AdjustmentQuery? Query, string? Fault) Read(string query) => AdjustmentQuery.Read(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
