using Microsoft.OpenApi;

namespace Plumbline.OpenApi;

/// <summary>One of an operation's answers.</summary>
internal sealed record ApiAnswer(int Status, OpenApiResponse Response);
