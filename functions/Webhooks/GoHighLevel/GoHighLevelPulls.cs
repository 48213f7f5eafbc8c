using Plumbline.Ledger;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>Stands in until the mapper of what is pulled from GoHighLevel is there.</summary>
internal static class GoHighLevelPulls
{
    public static Delivery Map(GoHighLevelContext context, string eventType, ReadOnlyMemory<byte> body) => throw new NotSupportedException();
}
