using Plumbline.Snapshots;
using static Plumbline.Snapshots.ChangeCause;

namespace Plumbline.Tests.Snapshots;

public sealed class ArrivedKindsTests
{
    [Theory]
    [InlineData(false, false, false, Adjustments, Adjustments, Adjustments)]
    [InlineData(false, true, false, Definition, Definition, Adjustments)]
    [InlineData(false, false, true, Definition, Definition, Definition)]
    [InlineData(true, false, false, Definition, Adjustments, Adjustments)]
    [InlineData(false, true, true, Definition, Definition, Late)]
    [InlineData(true, true, true, Definition, Settings, Late)]
    public void SamePoints_WhatDidNotCome_IsNotComputed(bool settings, bool facts, bool adjustments, ChangeCause definition, ChangeCause set, ChangeCause late) =>
        new ArrivedKinds(false, settings, facts, adjustments).SamePoints().ShouldBe([definition, set, late, Adjustments]);
}
