namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>A stage that the tenant's settings do not know by its name.</summary>
internal sealed class UnknownStageException() : Exception("the tenant's settings name no such stage, or several, in that pipeline");
