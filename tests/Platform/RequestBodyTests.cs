using System.Text;
using Microsoft.AspNetCore.Http;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Tests.Platform;

public sealed class RequestBodyTests
{
    private const string Valid = """{"name":"Demo","timeZone":"Europe/Paris","currency":"EUR"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(100_000, false)]
    [InlineData(RequestBody.Limit - 1, false)]
    [InlineData(RequestBody.Limit, true)]
    [InlineData(RequestBody.Limit, false)]
    public async Task ReadBodyAsync_UpToTheLimit_IsEveryByte(int length, bool declared)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        (await Request(bytes, declared ? length : null).ReadBodyAsync(Cancel)).ShouldBe(bytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadBodyAsync_OneByteOver_IsNull(bool declared) =>
        (await Request(new byte[RequestBody.Limit + 1], declared ? RequestBody.Limit + 1 : null).ReadBodyAsync(Cancel)).ShouldBeNull();

    [Fact]
    public async Task ReadBodyAsync_ContentLengthOverTheLimit_ReadsNothing()
    {
        var body = new EndlessStream();

        (await Request(body, long.MaxValue).ReadBodyAsync(Cancel)).ShouldBeNull();

        body.BytesRead.ShouldBe(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(10L)]
    public async Task ReadBodyAsync_BodyThatDoesNotEnd_StopsSoonAfterTheLimit(long? declared)
    {
        var body = new EndlessStream();

        (await Request(body, declared).ReadBodyAsync(Cancel)).ShouldBeNull();

        body.BytesRead.ShouldBeInRange(RequestBody.Limit, RequestBody.Limit + (128 * 1024));
    }

    [Fact]
    public async Task ReadJsonAsync_ValidDocument_IsTheValue()
    {
        var (value, problem) = await Request(Valid).ReadJsonAsync<TenantSettings>(Cancel);

        problem.ShouldBeNull();
        value.ShouldBe(new TenantSettings("Demo", "Europe/Paris", "EUR"));
    }

    [Theory]
    [InlineData("""{"name":"Demo","timeZone":"Europe/Paris","currency":"EUR","colour":"SECRET"}""", "colour")]
    [InlineData("""{"name":"Demo","timeZone":"Europe/Paris","currency":"EUR","recipients":[{"email":"SECRET@example.com","phone":"SECRET"}]}""", "phone")]
    [InlineData("""{"name":"SECRET","currency":"EUR"}""", "timeZone")]
    [InlineData("""{"currency":"EUR","timeZone":"SECRET"}""", "name")]
    [InlineData("{}", "name")]
    [InlineData("""{"name":{"first":"SECRET"},"timeZone":"Europe/Paris","currency":"EUR"}""", "$.name")]
    [InlineData("""{"name":"Demo","timeZone":"Europe/Paris","currency":"EUR","graceHours":"SECRET"}""", "$.graceHours")]
    [InlineData("""{"name":"Demo","timeZone":"Europe/Paris","currency":"EUR","graceHours":6.5}""", "$.graceHours")]
    [InlineData("""{"name":"Demo","timeZone":"Europe/Paris","currency":"EUR","recipients":[{"email":["SECRET"]}]}""", "$.recipients[0].email")]
    [InlineData("""{"name":"Demo","timeZone":"Europe/Paris","currency":"EUR","recipients":"SECRET"}""", "$.recipients")]
    [InlineData("""{"name":"SECRET \ud800","timeZone":"Europe/Paris","currency":"EUR"}""", "$.name")]
    [InlineData("""{"name":null,"timeZone":"SECRET","currency":"EUR"}""", "name")]
    [InlineData("""{"name":"Demo","timeZone":"Europe/Paris","currency":"EUR","recipients":[{"email":null,"name":"SECRET"}]}""", "email")]
    public async Task ReadJsonAsync_MemberThatDoesNotFit_IsNamedAndItsValueIsNotTold(string body, string named)
    {
        var answer = await RefusedAsync(body);

        answer.Status.ShouldBe(400);
        answer.Member("type").ShouldBe("urn:plumbline:problem:invalid-request");
        answer.Member("detail").ShouldContain(named);
        answer.Text.ShouldNotContain("SECRET");
        answer.Text.ShouldNotContain("Plumbline.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("SECRET")]
    [InlineData("{\"name\":\"SECRET")]
    [InlineData("{\"name\":\"Demo\",}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"SECRET\"")]
    public async Task ReadJsonAsync_BodyThatIsNoObject_IsRefused(string body)
    {
        var answer = await RefusedAsync(body);

        answer.Status.ShouldBe(400);
        answer.Member("detail").ShouldNotBeNullOrWhiteSpace();
        answer.Text.ShouldNotContain("SECRET");
    }

    [Fact]
    public async Task ReadJsonAsync_BodyOverTheLimit_IsTooLarge()
    {
        var (value, problem) = await Request(new byte[RequestBody.Limit + 1], null).ReadJsonAsync<TenantSettings>(Cancel);

        value.ShouldBeNull();
        (await Answer.OfAsync(problem.ShouldNotBeNull())).Status.ShouldBe(413);
    }

    private static async Task<Answer> RefusedAsync(string body)
    {
        var (value, problem) = await Request(body).ReadJsonAsync<TenantSettings>(Cancel);
        value.ShouldBeNull();
        return await Answer.OfAsync(problem.ShouldNotBeNull());
    }

    private static HttpRequest Request(string body) => Request(Encoding.UTF8.GetBytes(body), null);

    private static HttpRequest Request(byte[] body, long? contentLength) => Request(new MemoryStream(body), contentLength);

    private static HttpRequest Request(Stream body, long? contentLength)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = body;
        request.ContentLength = contentLength;
        return request;
    }

    private sealed class EndlessStream : Stream
    {
        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => BytesRead;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            BytesRead += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
