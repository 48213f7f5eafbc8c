using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Tests.Local.Samples;

public sealed class HttpSamples(Recorder recorder) : IDisposable
{
    [Function("Greet")]
    public static IActionResult Greet([HttpTrigger("get", Route = "greet/{name}")] HttpRequest request, string name) =>
        new OkObjectResult(new { Hello = name, Query = request?.Query["q"].ToString() });

    [Function("NoRoute")]
    public static async Task<IActionResult> NoRoute([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
    {
        await Task.Yield();
        return new ContentResult { Content = request?.Method, StatusCode = StatusCodes.Status203NonAuthoritative };
    }

    [Function("Guarded")]
    public static IResult Guarded([HttpTrigger] HttpRequest request) => Results.Text($"guarded {request?.Path}");

    [Function("MasterOnly")]
    public static Task<IResult> MasterOnly([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) =>
        Task.FromResult(Results.Text($"master {request?.Path}"));

    [Function("Throws")]
    public static IActionResult Throws([HttpTrigger("get")] HttpRequest request) =>
        throw new InvalidOperationException($"the password is hunter2 {request?.Path}");

    [Function("Twice")]
    public static IActionResult Twice([HttpTrigger("get", Route = "twice/{number}")] HttpRequest request, int number) =>
        new ContentResult { Content = (number * 2).ToString(CultureInfo.InvariantCulture), ContentType = request?.ContentType };

    [Function("BodyLength")]
    public static async Task<IActionResult> BodyLength([HttpTrigger("post")] HttpRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancel);
        return new JsonResult(body.Length);
    }

    [Function("File")]
    public static IActionResult File([HttpTrigger("get")] HttpRequest request) =>
        new FileContentResult("a,b\n"u8.ToArray(), "text/csv") { FileDownloadName = request?.Query["name"].ToString() };

    [Function("Quiet")]
    public Task Quiet([HttpTrigger("put", Route = "quiet/{id:int}")] HttpRequest request, int id)
    {
        recorder.Add($"{request?.Method} {id}");
        return Task.CompletedTask;
    }

    public void Dispose() => recorder.Add("disposed");
}
