using System.Reflection;

namespace Plumbline.Local.Hosting;

internal sealed record TimerFunction(
    string Name, MethodInfo Method, IReadOnlyList<FunctionParameter> Parameters,
    TimerSchedule Schedule, bool RunOnStartup, bool UseMonitor)
    : FunctionDefinition(Name, Method, Parameters);
