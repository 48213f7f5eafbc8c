using Plumbline.Health;

namespace Plumbline.OpenApi;

internal static class HealthPaths
{
    public static void Add(ApiBuilder api)
    {
        api.Add<HealthLive>(new(ApiArea.Health, "Whether the app answers; touches nothing else.")
        {
            Answers = [api.Json<LivenessJson>(200, "It does.")],
        });

        api.Add<HealthReady>(new(ApiArea.Health, "Whether the app can do its work.")
        {
            Description = "Looks at the database, its migrations, its identity and the storage account. Asked again within five seconds, it says the same.",
            Answers = [api.Json<ReadinessJson>(200, "It can."), api.Json<ReadinessJson>(503, "It cannot; the failed checks say why.")],
        });
    }
}
