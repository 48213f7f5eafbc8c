namespace Plumbline.Tests.Sql.Model;

/// <summary>A question to which counting and the views answer differently.</summary>
internal sealed record CaseDifference(ModelCase Case, Question Question, IReadOnlyList<string> Differences)
{
    /// <param name="cases">All of them, with all their questions.</param>
    /// <param name="differences">Of a case and question, and of their numbers.</param>
    public static List<CaseDifference> Of(IReadOnlyList<ModelCase> cases, Func<ModelCase, Question, int, int, List<string>> differences) =>
    [
        .. from story in cases.Index()
           from question in story.Item.Questions.Index()
           let found = differences(story.Item, question.Item, story.Index, question.Index)
           where found.Count > 0
           select new CaseDifference(story.Item, question.Item, found),
    ];
}
