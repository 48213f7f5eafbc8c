using Plumbline.Access;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Manage;

/// <summary>A call of the management API that is allowed. It is written down once: by its own change, or else by the desk.</summary>
public sealed class ManageCall(Caller caller, string action)
{
    private TenantSession? audited;

    public Tenant Tenant => caller.Tenant;

    /// <summary>Who is asking, as written beside what they do.</summary>
    public string Actor => caller.Actor;

    internal string Action => action;

    // What was written in a transaction that came to nothing is not written.
    internal bool IsAudited => audited is { IsCommitted: true };

    /// <summary>Writes the call down in the transaction of what it changes or tells.</summary>
    /// <param name="subject">What it is done to, such as an id.</param>
    /// <param name="details">What changed, by name; never a personal value nor a secret.</param>
    public async Task AuditAsync(TenantSession session, string subject, object details, CancellationToken cancel)
    {
        await AuditTrail.AppendAsync(session, Tenant.Id, Actor, action, subject, details, cancel);
        audited = session;
    }
}
