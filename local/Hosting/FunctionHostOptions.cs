using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Plumbline.Local.Services;

namespace Plumbline.Local.Hosting;

internal sealed record FunctionHostOptions
{
    public required PortReservation Port { get; init; }

    public required HostKeys Keys { get; init; }

    public required Mailbox Mailbox { get; init; }

    /// <summary>Where to look for functions; the entry assembly's types by default.</summary>
    public IReadOnlyList<Type> FunctionTypes { get; init; } = Assembly.GetEntryAssembly()?.GetTypes() ?? [];

    public HostSettings Settings { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Maps what else is served beside the functions.</summary>
    public Action<IEndpointRouteBuilder> MapMore { get; init; } = _ => { };

    /// <summary>Where monitored timers are remembered; null for nowhere.</summary>
    public string? TimerFile { get; init; }
}
