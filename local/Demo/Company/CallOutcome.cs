namespace Plumbline.Local.Demo.Company;

/// <summary>What comes of a call, as the closers write it down.</summary>
internal enum CallOutcome
{
    Showed,
    Completed,
    NoShow,
    Cancelled,

    /// <summary>Nobody wrote down an outcome.</summary>
    Pending,

    ShowedThenNoShow,
    NoShowThenShowed,
    BackAndForth,
    Deleted,
}
