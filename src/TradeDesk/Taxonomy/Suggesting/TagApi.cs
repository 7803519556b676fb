using Microsoft.AspNetCore.Http.HttpResults;
using TradeDesk.Http;

namespace TradeDesk.Taxonomy;

/// <summary>Free text to tags. Public, as all reference data.</summary>
internal static class TagApi
{
    private const int MostTexts = 100;

    public static void MapTags(this RouteGroupBuilder group) => group.MapPost("/tags/suggest", SuggestTags).WithName("suggestTags")
        .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    /// <summary>Sectors, HS headings and countries of free texts</summary>
    /// <remarks>
    /// For each text, in its order, the tags that its words speak for, likeliest first, each with a confidence and the words that led there. Found by the
    /// trade words of the sector tree, without a model: the same text always gets the same answer. English is read best; trade words of Hindi in Latin
    /// or Devanagari letters and country names in many languages are known.
    /// </remarks>
    internal static Results<Ok<SuggestAnswer>, ProblemHttpResult> SuggestTags(SuggestRequest request, TagSuggester suggester, HttpContext http)
    {
        var faults = Check(request);
        if (faults.Count > 0)
            return Problem.Of(Problem.Invalid, "Correct every fault in errors[] and send it again.", faults);
        var found = new List<TagSuggestion>(request.Items.Count);
        foreach (var item in request.Items)
        {
            http.RequestAborted.ThrowIfCancellationRequested();
            found.Add(suggester.Suggest(item.Text));
        }

        return TypedResults.Ok(new SuggestAnswer(found, suggester.Version));
    }

    private static List<Fault> Check(SuggestRequest request)
    {
        var faults = new FaultList();
        if (request.Items.Count is 0 or > MostTexts)
            faults.Add("/items", "wrong-count", $"Give 1 to {MostTexts} texts; there are {request.Items.Count}.");
        for (var i = 0; i < request.Items.Count && i < MostTexts; i++)
            faults.Text($"/items/{i}/text", request.Items[i].Text, 1, TagSuggester.LongestText);
        return faults.Faults;
    }
}
