using System.Net.Http.Headers;

namespace Plumbline.Local.Demo;

/// <summary>What an outside client of the demo needs to know.</summary>
internal sealed record DemoScene(string Url, LocalKeys Keys, DemoPlan Plan)
{
    public string? Token => Keys.Token;

    public HttpClient Client()
    {
        var http = new HttpClient { BaseAddress = new Uri($"{Url}/"), Timeout = TimeSpan.FromMinutes(2) };
        if (Token is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return http;
    }
}
