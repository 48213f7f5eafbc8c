using Plumbline.Snapshots;

namespace Plumbline.Tests.Snapshots;

public sealed class ArrivedKindsTests
{
    [Theory]
    [InlineData(false, false, false, ChangeCause.Adjustments, ChangeCause.Adjustments, ChangeCause.Adjustments)]
    [InlineData(false, true, false, ChangeCause.Definition, ChangeCause.Definition, ChangeCause.Adjustments)]
    [InlineData(false, false, true, ChangeCause.Definition, ChangeCause.Definition, ChangeCause.Definition)]
    [InlineData(true, false, false, ChangeCause.Definition, ChangeCause.Adjustments, ChangeCause.Adjustments)]
    [InlineData(false, true, true, ChangeCause.Definition, ChangeCause.Definition, ChangeCause.Late)]
    [InlineData(true, true, true, ChangeCause.Definition, ChangeCause.Settings, ChangeCause.Late)]
    public void SamePoints_WhatDidNotCome_IsNotComputed(bool settings, bool facts, bool adjustments, ChangeCause definition, ChangeCause set, ChangeCause late) =>
        new ArrivedKinds(false, settings, facts, adjustments).SamePoints().ShouldBe([definition, set, late, ChangeCause.Adjustments]);
}
