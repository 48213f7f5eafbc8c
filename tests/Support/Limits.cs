using Microsoft.Extensions.Options;
using Plumbline.Platform;

namespace Plumbline.Tests.Support;

internal static class Limits
{
    public static RateLimits Usual() => Of(new RateLimitOptions());

    public static RateLimits Of(RateLimitOptions options) => new(Options.Create(options));
}
