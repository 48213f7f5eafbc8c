namespace Plumbline.Tests.Infra;

/// <summary>The functions and decorators of Bicep that are used here; another is added when it is used.</summary>
internal static class BicepLanguage
{
    public static readonly IReadOnlySet<string> Functions = new HashSet<string>(
    [
        "any", "array", "base64", "bool", "cidrHost", "cidrSubnet", "coalesce", "concat", "contains", "dateTimeAdd", "deployer", "deployment", "empty", "endsWith",
        "environment", "extensionResourceId", "fail", "filter", "first", "flatten", "format", "getSecret", "guid", "indexOf", "int", "intersection", "items", "join",
        "json", "last", "length", "listKeys", "loadJsonContent", "loadTextContent", "loadYamlContent", "map", "max", "min", "newGuid", "objectKeys", "padLeft",
        "range", "readEnvironmentVariable", "reduce", "reference", "replace", "resourceGroup", "resourceId", "skip", "sort", "split", "startsWith", "string",
        "subscription", "subscriptionResourceId", "substring", "take", "tenant", "tenantResourceId", "toLower", "toObject", "toUpper", "trim", "union",
        "uniqueString", "uri", "uriComponent", "utcNow",
    ]);

    public static readonly IReadOnlySet<string> Decorators = new HashSet<string>(
    [
        "allowed", "batchSize", "description", "discriminator", "export", "maxLength", "maxValue", "metadata", "minLength", "minValue", "sealed", "secure",
    ]);
}
