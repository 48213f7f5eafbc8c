using System.Reflection;
using Plumbline.Ledger;

namespace Plumbline.Tests.Ledger;

public sealed class TagsTests
{
    private static readonly PropertyInfo[] Each = [.. typeof(Tags).GetProperties().Where(tag => tag.CanWrite)];

    [Fact]
    public void Or_AnyTag_IsTheFirstsWhereItTellsIt()
    {
        Each.Length.ShouldBe(11);
        foreach (var tag in Each)
        {
            var (own, other) = (With(tag, "own"), With(tag, "other"));

            own.Or(other).ShouldBe(own);
            Tags.None.Or(other).ShouldBe(other);
            own.Or(Tags.None).ShouldBe(own);
        }
    }

    private static Tags With(PropertyInfo tag, string value)
    {
        var tags = new Tags();
        tag.SetValue(tags, value);
        return tags;
    }
}
