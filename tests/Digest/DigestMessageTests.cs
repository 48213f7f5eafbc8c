using System.Text.Json;
using Plumbline.Digest;

namespace Plumbline.Tests.Digest;

public sealed class DigestMessageTests
{
    // The queue trigger of another host may read names exactly, or in any case.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Deserialize_UnderAnyHostsOptions_ReadsWhatWasWritten(bool web)
    {
        var message = new DigestMessage("demo", "2026-01", 2, new DateTimeOffset(2026, 2, 1, 8, 0, 0, 123, 456, TimeSpan.Zero));
        var options = web ? JsonSerializerOptions.Web : JsonSerializerOptions.Default;

        var text = JsonSerializer.Serialize(message, Plumbline.Platform.JsonResponse.Options);

        text.ShouldBe("""{"tenant":"demo","month":"2026-01","revision":2,"requestedAt":"2026-02-01T08:00:00.123456+00:00"}""");
        JsonSerializer.Deserialize<DigestMessage>(text, options).ShouldBe(message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Deserialize_OfAnOlderRelease_IsOfNoKnownRequest(bool web) => JsonSerializer.Deserialize<DigestMessage>(
        """{"tenant":"demo","month":"2026-01","revision":2}""", web ? JsonSerializerOptions.Web : JsonSerializerOptions.Default).ShouldBe(new DigestMessage("demo", "2026-01", 2));
}
