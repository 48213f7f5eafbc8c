namespace Plumbline.Reports;

/// <summary>Of the deals that entered one stage, those that entered the other.</summary>
/// <param name="From">The CRM's id of the stage a deal enters first.</param>
/// <param name="To">The CRM's id of the stage it enters later.</param>
public sealed record StagePairRequest(string From, string To);
