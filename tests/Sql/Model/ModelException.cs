namespace Plumbline.Tests.Sql.Model;

/// <summary>Counting one by one found something else than the views.</summary>
internal sealed class ModelException(string message) : Exception(message);
