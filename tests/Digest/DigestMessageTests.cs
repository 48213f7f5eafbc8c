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
        var message = new DigestMessage("demo", "2026-01", 2);
        var options = web ? JsonSerializerOptions.Web : JsonSerializerOptions.Default;

        var text = JsonSerializer.Serialize(message, Plumbline.Platform.JsonResponse.Options);

        text.ShouldBe("""{"tenant":"demo","month":"2026-01","revision":2}""");
        JsonSerializer.Deserialize<DigestMessage>(text, options).ShouldBe(message);
    }
}
