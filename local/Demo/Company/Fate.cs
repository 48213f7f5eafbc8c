namespace Plumbline.Local.Demo.Company;

/// <summary>What becomes of someone who arrives.</summary>
internal enum Fate
{
    Client,

    /// <summary>Comes without an address or a number, and leaves one later.</summary>
    Partial,

    /// <summary>Never leaves one.</summary>
    Nameless,

    Spam,

    /// <summary>Labelled spam by mistake; the label is taken off again.</summary>
    SpamCleared,

    Test,
    Deleted,

    /// <summary>One of the staff, trying out a pipeline.</summary>
    Internal,
}
