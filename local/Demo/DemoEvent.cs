namespace Plumbline.Local.Demo;

/// <summary>One Stripe event as it is delivered.</summary>
/// <param name="Id">The event's id; a repeated delivery has the same.</param>
/// <param name="Type">Stripe's name of the event.</param>
/// <param name="Created">Stripe's <c>created</c>, in whole seconds.</param>
/// <param name="Body">The exact text to sign and post.</param>
public sealed record DemoEvent(string Id, string Type, DateTimeOffset Created, string Body);
