namespace Plumbline.Reconciliation;

/// <summary>A reconciliation of every tenant, begun.</summary>
/// <param name="Runs">One for each tenant, by the tenants' names.</param>
public sealed record BegunReconciliationsJson(IReadOnlyList<BegunReconciliationJson> Runs);
