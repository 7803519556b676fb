using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Http;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>Clients that ask for much and then stop reading.</summary>
public sealed class StalledReaderTests
{
    // More than the buffers of both ends of a connection hold.
    private const int Many = 6_000, LettersOfEach = 1_800;
    private TestDatabase database = null!;
    private Desk desk = null!;
    private string refused = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        desk = await Desk.StartAsync(database = new TestDatabase(), services => services.AddSingleton<TimeProvider>(new HastyClock()));
        Assert.That((await desk.Admin.ImportedAsync("source=s", Large("PL"))).Counts().Created, Is.EqualTo(Many));
        var import = await desk.Admin.ImportedAsync("source=wrong", Large("XX"));
        Assert.That(import.Counts().Refused, Is.EqualTo(Many));
        refused = $"/v1/imports/{import.Id()}/errors";
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await desk.DisposeAsync();
        database.Dispose();
    }

    [TestCase("/v1/export", "*/*")]
    [TestCase("/v1/changes", "text/event-stream")]
    [TestCase("errors", "*/*")]
    public async Task The_desk_ends_the_connection_of_a_client_that_no_longer_reads(string path, string accept)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(desk.Address.Host, desk.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {(path == "errors" ? refused : path)} HTTP/1.1\r\nHost: desk\r\nX-Api-Key: {Desk.BootstrapKey}\r\nAccept: {accept}\r\n\r\n"));
        var begin = new byte[12];
        await socket.ReceiveAsync(begin);
        Assert.That(Encoding.ASCII.GetString(begin), Is.EqualTo("HTTP/1.1 200"));
        Assert.That(await IsEndedAsync(socket), Is.True);
    }

    [Test]
    public async Task Who_reads_slowly_gets_all_of_it()
    {
        await using var patient = await Desk.StartAsync(database);
        using var response = await patient.Admin.GetAsync("/v1/export", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var (part, lines) = (new byte[64 * 1024], 0);
        while (await body.ReadAsync(part) is > 0 and var count)
        {
            lines += part.AsSpan(0, count).Count((byte)'\n');
            await Task.Delay(5);
        }

        Assert.That(lines, Is.EqualTo(Many));
    }

    // Reading would let the desk go on; what is sent to a connection that it has ended comes back as a reset.
    private static async Task<bool> IsEndedAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            while (!limit.IsCancellationRequested)
            {
                await socket.SendAsync("x"u8.ToArray());
                await Task.Delay(50);
            }

            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static IEnumerable<System.Text.Json.Nodes.JsonObject> Large(string country) =>
        Enumerable.Range(0, Many).Select(i => Samples.Small("s", $"R{i}", country).With("summary", $"\"{new string('x', LettersOfEach)}\"").With("source", null));

    /// <summary>The real clock, but a client's patience ends soon.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == LongAnswers.Patience ? TimeSpan.FromSeconds(1) : dueTime, period);
    }
}
