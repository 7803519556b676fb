namespace TradeDesk.Matching;

/// <summary>An array that grows while it is filled and is handed out without a copy when it is full.</summary>
internal sealed class GrowingArray<T>(int capacity = 4)
{
    private T[] _items = new T[Math.Max(1, capacity)];

    public int Count { get; private set; }

    public ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    public void Add(T item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Larger(Count + 1));
        _items[Count++] = item;
    }

    public void AddRange(ReadOnlySpan<T> items)
    {
        if (Count + items.Length > _items.Length) Array.Resize(ref _items, Larger(Count + items.Length));
        items.CopyTo(_items.AsSpan(Count));
        Count += items.Length;
    }

    public T[] ToArray() => Count == _items.Length ? _items : Items.ToArray();

    private int Larger(int needed) => (int)Math.Min(Array.MaxLength, Math.Max(needed, _items.Length * 2L));
}
