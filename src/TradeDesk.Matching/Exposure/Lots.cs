namespace TradeDesk.Matching;

/// <summary>Lots that are the same whenever and wherever they are drawn (FNV-1a, mixed as in MurmurHash3).</summary>
internal static class Lots
{
    public static ulong Draw(string asker, string peer)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in asker) hash = (hash ^ character) * 1099511628211;
        hash = (hash ^ '\n') * 1099511628211;
        foreach (var character in peer) hash = (hash ^ character) * 1099511628211;
        hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccd;
        hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53;
        return hash ^ hash >> 33;
    }
}
