using System.Security.Cryptography;
using System.Text;
using TradeDesk.Client;

namespace TradeDesk.Tests.Client;

public sealed class WebhookSignatureTests
{
    // The published example of Standard Webhooks.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Id = "msg_p5jXN8AQM9LWM0D4loKWxJek", Body = """{"test": 2432232314}""";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private const long Timestamp = 1614265330;

    [Test]
    public void The_published_example_is_valid() => Assert.That(Verify(), Is.EqualTo(WebhookVerdict.Valid));

    [TestCase(0, WebhookVerdict.Valid)]
    [TestCase(300, WebhookVerdict.Valid)]
    [TestCase(-300, WebhookVerdict.Valid)]
    [TestCase(301, WebhookVerdict.WrongTime)]
    [TestCase(-301, WebhookVerdict.WrongTime)]
    public void It_holds_for_five_minutes(int later, WebhookVerdict expected) => Assert.That(Verify(later: later), Is.EqualTo(expected));

    [Test]
    public void Another_body_id_time_or_secret_is_not_valid()
    {
        Assert.That(Verify(body: Body + " "), Is.EqualTo(WebhookVerdict.WrongSignature));
        Assert.That(Verify(id: Id + "x"), Is.EqualTo(WebhookVerdict.WrongSignature));
        Assert.That(Verify(timestamp: $"{Timestamp + 1}"), Is.EqualTo(WebhookVerdict.WrongSignature));
        Assert.That(Verify(secrets: [Other]), Is.EqualTo(WebhookVerdict.WrongSignature));
    }

    [Test]
    public void While_a_secret_changes_either_will_do()
    {
        Assert.That(Verify(secrets: [Other, Secret]), Is.EqualTo(WebhookVerdict.Valid));
        var ofOther = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Other[6..]), Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
        Assert.That(Verify(signature: $"{ofOther} {Signature}"), Is.EqualTo(WebhookVerdict.Valid));
        Assert.That(Verify(signature: $"v1a,AAAA {Signature} v1,"), Is.EqualTo(WebhookVerdict.Valid));
    }

    [TestCase("v1,")]
    [TestCase("v1,not base64")]
    [TestCase("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [TestCase("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [TestCase("v1,g0hM9SsE")]
    public void A_signature_of_another_shape_is_not_valid(string signature) => Assert.That(Verify(signature: signature), Is.EqualTo(WebhookVerdict.WrongSignature));

    [Test]
    public void A_missing_or_odd_header_is_malformed()
    {
        Assert.That(Verify(id: ""), Is.EqualTo(WebhookVerdict.Malformed));
        Assert.That(Verify(signature: ""), Is.EqualTo(WebhookVerdict.Malformed));
        foreach (var odd in (string[])["", "yesterday", "-1", " 1614265330", "99999999999999999999"])
            Assert.That(Verify(timestamp: odd), Is.EqualTo(WebhookVerdict.Malformed), odd);
        Assert.That(Verify(timestamp: $"{long.MaxValue}"), Is.EqualTo(WebhookVerdict.WrongTime));
    }

    [Test]
    public void A_wrong_secret_is_a_fault_here()
    {
        foreach (var secrets in (string[][])[[], [""], ["whsec_"], ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], ["whsec_%%%"]])
            Assert.That(() => Verify(secrets: secrets), Throws.ArgumentException);
    }

    [Test]
    public void The_body_is_an_event_with_a_line_of_the_feed()
    {
        var read = WebhookEvent.Read("""{"specversion":"1.0","id":"evt_1","type":"x","time":"2026-10-01T08:00:00Z","data":{"sequence":7,"at":"2026-10-01T08:00:00Z","kind":"enterprise","op":"upsert","id":"ent_1","version":2,"document":{"id":"ent_1","new":{"member":1}}}}"""u8);
        Assert.That((read.Id, read.Data!.Sequence, read.Data.IsTombstone, (int?)read.Data.Document!.Json["new"]!["member"]), Is.EqualTo(("evt_1", 7, false, 1)));
    }

    private static WebhookVerdict Verify(string id = Id, string? timestamp = null, string signature = Signature, string body = Body, int later = 0, string[]? secrets = null)
    {
        var headers = new Dictionary<string, string> { ["webhook-id"] = id, ["webhook-timestamp"] = timestamp ?? $"{Timestamp}", ["webhook-signature"] = signature };
        return WebhookSignature.Verify(secrets ?? [Secret], headers.GetValueOrDefault, Encoding.UTF8.GetBytes(body), DateTimeOffset.FromUnixTimeSeconds(Timestamp + later));
    }
}
