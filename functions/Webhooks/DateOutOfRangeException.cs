namespace Plumbline.Webhooks;

/// <summary>A date that cannot be believed.</summary>
internal sealed class DateOutOfRangeException(string message = "a date is before 2000 or more than 48 hours ahead") : Exception(message);
