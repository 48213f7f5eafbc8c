using System.Text;
using Plumbline.Webhooks.Events;

namespace Plumbline.Tests.Webhooks.Events;

public sealed class EventItemsTests
{
    [Fact]
    public void Read_List_IsSlicedAtTheExactBytesOfItsItems()
    {
        var items = EventItems.Read(Encoding.UTF8.GetBytes(" [ {\"a\" :\t[1, {\"b\":\"é]}\"}]} ,\n5,null , \"x\\\"y\"\r\n] ")).ShouldNotBeNull();

        items.IsBatch.ShouldBeTrue();
        Texts(items).ShouldBe(["{\"a\" :\t[1, {\"b\":\"é]}\"}]}", "5", "null", "\"x\\\"y\""]);
    }

    [Theory]
    [InlineData(" {\"a\": 1 }\n", "{\"a\": 1 }")]
    [InlineData("5", "5")]
    [InlineData(" null ", "null")]
    public void Read_AnythingElse_IsTheOnlyItem(string body, string item)
    {
        var items = EventItems.Read(Encoding.UTF8.GetBytes(body)).ShouldNotBeNull();

        items.IsBatch.ShouldBeFalse();
        Texts(items).ShouldBe([item]);
    }

    [Fact]
    public void Read_EmptyList_HasNoItems() => EventItems.Read("[]"u8.ToArray())!.Bodies.ShouldBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("[{}")]
    [InlineData("[{},]")]
    [InlineData("[{}] {}")]
    [InlineData("{} x")]
    [InlineData("{}{}")]
    [InlineData("[{\"a\":01}]")]
    [InlineData("[{'a':1}]")]
    [InlineData("[{} /* note */]")]
    [InlineData("\uFEFF[]")]
    [InlineData("a=1&b=2")]
    public void Read_BodyThatIsNotJson_IsNothing(string body) => EventItems.Read(Encoding.UTF8.GetBytes(body)).ShouldBeNull();

    [Fact]
    public void Read_ItemNestedWithoutEnd_IsNothing() => EventItems.Read(Encoding.UTF8.GetBytes($"[{new string('[', 100)}{new string(']', 100)}]")).ShouldBeNull();

    [Fact]
    public void Read_MoreThanABatchHolds_StopsAtTheFirstTooMany()
    {
        EventItems.Read(List(EventItems.Most))!.Bodies.Count.ShouldBe(1000);
        EventItems.Read(List(EventItems.Most + 1))!.Bodies.Count.ShouldBe(1001);
        EventItems.Read(List(100_000))!.Bodies.Count.ShouldBe(1001);
    }

    private static byte[] List(int items) => Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("{}", items))}]");

    private static string[] Texts(EventItems items) => [.. items.Bodies.Select(item => Encoding.UTF8.GetString(item.Span))];
}
