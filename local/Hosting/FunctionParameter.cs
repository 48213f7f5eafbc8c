using System.Reflection;

namespace Plumbline.Local.Hosting;

internal sealed record FunctionParameter(ParameterInfo Info, ParameterSource Source);
