namespace Plumbline.Reconciliation;

/// <summary>A tenant's run that was asked for together with every other tenant's.</summary>
/// <param name="Tenant">The tenant's name in routes.</param>
/// <param name="Run">The run's name in routes.</param>
/// <param name="AlreadyUnderWay">Whether it was under way before: then nothing new was begun.</param>
public sealed record BegunReconciliationJson(string Tenant, Guid Run, bool AlreadyUnderWay);
