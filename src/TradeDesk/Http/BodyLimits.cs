namespace TradeDesk.Http;

/// <summary>How large a request body may be, in bytes.</summary>
public static class BodyLimits
{
    /// <summary>One document or one batch of needs.</summary>
    public const int Document = 1024 * 1024;
}
