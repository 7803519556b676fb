using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>Something a desk could ask for the best partners: it is filled with the same enterprises as the others and asked the same questions.</summary>
internal interface IPeer : IDisposable
{
    /// <summary>Name and version.</summary>
    string Name { get; }

    /// <summary>Where the bytes are: memory or disk.</summary>
    string Place { get; }

    void Add(IReadOnlyList<MatchEnterprise> foreign);

    /// <summary>Everything is added: sorts, indexes and counts what it must, and takes in who will ask.</summary>
    void Complete(IReadOnlyList<MatchEnterprise> asking);

    /// <summary>Bytes of the finished data with its indexes.</summary>
    long Bytes { get; }

    /// <summary>The best enterprises for one that was taken in to ask, best first.</summary>
    IReadOnlyList<PeerAnswer> Top(MatchQuery query);
}

/// <summary>One enterprise of an answer.</summary>
/// <param name="Enterprise">Its id.</param>
/// <param name="Score">Its match score, 0..1; NaN from a peer that cannot compute it.</param>
internal readonly record struct PeerAnswer(string Enterprise, double Score);
