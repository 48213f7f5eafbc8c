namespace Plumbline.Migrate;

/// <summary>A file of SQL. <paramref name="Path"/> is what messages call it (<c>sql/views/…</c>); the text has LF line ends.</summary>
public record SqlScript(string Path, string Text);
