namespace Plumbline.Tests.Sql.Model;

/// <summary>Where counting and the views differ on a case; no question and no difference when they agree.</summary>
internal sealed record CaseDifference(ModelCase Case, Question? Question, IReadOnlyList<string> Differences);
