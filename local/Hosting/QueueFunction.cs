using System.Reflection;

namespace Plumbline.Local.Hosting;

internal sealed record QueueFunction(
    string Name, MethodInfo Method, IReadOnlyList<FunctionParameter> Parameters,
    string Queue, string Connection, Type MessageType)
    : FunctionDefinition(Name, Method, Parameters);
