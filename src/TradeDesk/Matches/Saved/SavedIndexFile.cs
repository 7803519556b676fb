using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradeDesk.Data;
using TradeDesk.Matching;

namespace TradeDesk.Matches;

/// <summary>
/// The match index and the cards of its peers in a file, true at one line of the change log. The file names the build and home country
/// that made it and that line, and ends with a SHA-256 of all before; whatever does not fit is not used.
/// </summary>
public sealed class SavedIndexFile(SavedIndexSettings settings, DeskSettings desk, ChangeLog log, MatchIndex index, PeerCards cards, ILogger<SavedIndexFile> logger)
{
    private const int Buffer = 1 << 20;

    // A new build may read documents otherwise, so it reads them all.
    private readonly string maker = $"{typeof(SavedIndexFile).Module.ModuleVersionId} {typeof(MatchIndex).Module.ModuleVersionId} {desk.HomeCountry}";

    /// <summary>The sequence that the file is true at; 0 when there is none that can be used.</summary>
    public long Sequence { get; private set; }

    /// <summary>Fills the index and the cards from the file.</summary>
    /// <returns>The sequence they are true at; null when there is no file that can be used.</returns>
    /// <exception cref="DatabaseAwayException">The database was not there to compare with.</exception>
    public async Task<long?> LoadAsync(CancellationToken cancellation)
    {
        if (!File.Exists(settings.File))
            return null;
        try
        {
            await using var stream = new FileStream(settings.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Buffer);
            if (await WhyUnfitAsync(stream, cancellation) is not { } unfit)
                return Sequence = index.Current.Sequence;
            logger.LogInformation("The match index is read from the database, for the one in {File} {Reason}", settings.File, unfit);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            logger.LogWarning(e, "The match index is read from the database, for the one in {File} cannot be read", settings.File);
        }

        return null;
    }

    /// <summary>Puts a snapshot in the place of what the file held; a reader of the file finds the one or the other.</summary>
    /// <exception cref="DatabaseAwayException">The database was not there to name the line.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public async Task SaveAsync(MatchSnapshot snapshot, CancellationToken cancellation)
    {
        if (settings.File is null || snapshot.Sequence == Sequence || await LineAsync(snapshot.Sequence, cancellation) is not { } line)
            return;
        var fresh = settings.File + ".new";
        await using (var stream = new FileStream(fresh, OwnersOnly()))
            Write(stream, line, snapshot);
        File.Move(fresh, settings.File, overwrite: true);
        Sequence = snapshot.Sequence;
    }

    private async Task<string?> WhyUnfitAsync(FileStream stream, CancellationToken cancellation)
    {
        if (!IsWhole(stream))
            return "is damaged";
        stream.Position = 0;
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        if (reader.ReadString() != maker)
            return "was made by another version or for another home country";
        var sequence = reader.ReadInt64();
        if (reader.ReadString() != await LineAsync(sequence, cancellation))
            return "belongs to another database";
        cards.Load(reader);
        index.Load(stream);
        return null;
    }

    private void Write(FileStream stream, string line, MatchSnapshot snapshot)
    {
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (var buffered = new BufferedStream(hashed, Buffer))
        {
            using (var writer = new BinaryWriter(buffered, Encoding.UTF8, leaveOpen: true))
            {
                writer.Write(maker);
                writer.Write(snapshot.Sequence);
                writer.Write(line);
                cards.Save(writer);
            }

            snapshot.Save(buffered);
        }

        stream.Write(hash.Hash);
    }

    private static bool IsWhole(FileStream stream)
    {
        var (left, buffer) = (stream.Length - SHA256.HashSizeInBytes, new byte[Buffer]);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (left > 0)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            stream.ReadExactly(part);
            hash.AppendData(part);
            left -= part.Length;
        }

        Span<byte> end = stackalloc byte[SHA256.HashSizeInBytes];
        return left == 0 && stream.ReadAtLeast(end, end.Length, throwOnEndOfStream: false) == end.Length && end.SequenceEqual(hash.GetHashAndReset());
    }

    /// <summary>The line of the change log at a sequence, which no other database has; null when it is not there.</summary>
    private async Task<string?> LineAsync(long sequence, CancellationToken cancellation) =>
        await log.AfterAsync(sequence - 1, 1, cancellation) is [var line] && line.Sequence == sequence ? JsonSerializer.Serialize(line) : null;

    // It holds what the database holds. Not flushed to the disk: what a power cut spoils is found by the hash.
    private static FileStreamOptions OwnersOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
