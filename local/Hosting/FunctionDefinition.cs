using System.Reflection;

namespace Plumbline.Local.Hosting;

/// <summary>A function that was found and found valid.</summary>
internal abstract record FunctionDefinition(string Name, MethodInfo Method, IReadOnlyList<FunctionParameter> Parameters);
