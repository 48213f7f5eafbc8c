namespace Plumbline.OpenApi;

/// <summary>Which way a record goes: what has to be there differs.</summary>
internal enum SchemaUse
{
    Request,
    Answer,
}
