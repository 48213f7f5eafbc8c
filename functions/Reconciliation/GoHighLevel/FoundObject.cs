using System.Text.Json;
using Plumbline.Reconciliation.Sources;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>What was asked for by its id.</summary>
/// <param name="Object">Null when there is none.</param>
/// <param name="Refusal">Why it is not sure that there is none.</param>
internal readonly record struct FoundObject(JsonElement? Object, SourceException? Refusal = null);
