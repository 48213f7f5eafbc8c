using Plumbline.Manage;
using static Plumbline.OpenApi.ApiParameters;
using Scope = Plumbline.Access.Scope;

namespace Plumbline.OpenApi;

internal static class ManagePaths
{
    public static void Add(ApiBuilder api)
    {
        api.Add<PutTenant>(new(ApiArea.Management, "Creates a tenant, or changes its settings.")
        {
            Body = api.Body<TenantSettings>(),
            Answers =
            [
                api.Json<TenantJson>(200, "All settings as they now are."),
                api.Json<TenantJson>(201, "The tenant is new."),
                api.Problem(400, "A member is wrong; the detail names it."),
                api.Problem(409, "A closed month stands against it."),
                api.Problem(413, "The body is too large."),
            ],
        });

        api.Add<GetTenant>(new(ApiArea.Management, "A tenant's settings: put back, they change nothing.")
        {
            Answers = [api.Json<TenantSettings>(200, "All settings."), api.Problem(404, "There is no such tenant.")],
        });

        api.Add<CreateToken>(new(ApiArea.Management, "Issues a bearer token.")
        {
            Body = api.Body<TokenRequest>(),
            Answers =
            [
                api.Json<IssuedToken>(201, "The token, which is told here and never again."),
                api.Problem(400, "A member is wrong; the detail names it."),
                api.Problem(404, "There is no such tenant."),
                api.Problem(413, "The body is too large."),
            ],
        });

        api.Add<RevokeToken>(new(ApiArea.Management, "Revokes a bearer token; one that is revoked already stays so.")
        {
            Answers = [ApiAnswers.Of(204, "It is revoked.", []), api.Problem(400, "The id is none."), api.Problem(404, "There is no such tenant or token.")],
        });

        api.Add<ListAudit>(new(ApiArea.Management, "Every call of the management API, with who made it; newest first. Calls that were refused for their credentials left no trace.")
        {
            Scope = Scope.Manage,
            Parameters =
            [
                Query("action", "Only entries of this action, such as adjustment.create.", Shape.Text("^[a-z.-]+$", ListAudit.LongestAction)),
                Query("before", "Only entries before this one, by its seq.", Shape.Whole(0)),
                Query("limit", "The most entries of a page.", Shape.Whole(1, ListAudit.Most, 50)),
            ],
            Answers = [api.Json<AuditJson>(200, "A page of entries."), api.Problem(400, "A parameter cannot be.")],
        });
    }
}
