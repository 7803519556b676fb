using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TradeDesk.Demonstration;
using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Matches;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Tests.Demonstration;

public sealed class DemonstrationTests
{
    private const double MatchedShare = 0.9;
    private static readonly DateOnly Day = new(2026, 11, 22);
    private IHost host = null!;
    private IReadOnlyList<Enterprise> convention = null!;

    [OneTimeSetUp]
    public void Prepare()
    {
        var builder = Host.CreateApplicationBuilder(["--ConnectionStrings:TradeDesk=Data Source=:memory:"]);
        builder.AddTradeDesk();
        builder.Services.AddMatches();
        host = builder.Build();
        convention = Convention.Enterprises(Get<CountryCatalog>());
    }

    [OneTimeTearDown]
    public void Close() => host.Dispose();

    [Test]
    public void The_delegations_are_those_of_the_first_convention()
    {
        var of = convention.CountBy(e => e.Country).ToDictionary();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(convention, Has.Count.EqualTo(560));
            Assert.That(of["IN"], Is.EqualTo(400));
            Assert.That(of.Keys.Count(c => c != "IN"), Is.EqualTo(39));
            Assert.That(of["PL"], Is.EqualTo(15));
            Assert.That(of["UZ"], Is.EqualTo(8));
            Assert.That(of["GH"], Is.EqualTo(7));
            Assert.That(of.Where(c => c.Key is not ("IN" or "PL" or "UZ")).Max(c => c.Value), Is.EqualTo(7));
        }
    }

    [Test]
    public void Two_runs_give_the_same_bytes() =>
        Assert.That(JsonSerializer.Serialize(Convention.Enterprises(new CountryCatalog()), DeskJson.Options), Is.EqualTo(JsonSerializer.Serialize(convention, DeskJson.Options)));

    [Test]
    public void Names_and_external_ids_are_unique()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(convention.Select(e => e.LegalName), Is.Unique);
            Assert.That(convention.Select(e => (e.Source, e.ExternalId)), Is.Unique);
            Assert.That(convention.SelectMany(e => e.Identifiers), Is.Unique);
            Assert.That(convention.Count(e => (e.Source, e.ExternalId) == Convention.Shown), Is.EqualTo(1));
            Assert.That((convention[0].Source, convention[0].ExternalId), Is.EqualTo(Convention.First));
        }
    }

    [Test]
    public void No_document_has_a_fault()
    {
        var rules = Get<EnterpriseRules>();
        Assert.That(convention.SelectMany(e => rules.Check(e, null).Select(f => $"{e.LegalName}{f.Pointer}: {f.Message}")), Is.Empty);
    }

    [Test]
    public void Every_sector_and_code_leads_to_the_sector_tree()
    {
        var sectors = Get<SectorCatalog>();
        var codes = Get<CodeSystems>();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(convention.SelectMany(e => e.Sectors.Concat(e.Intents.SelectMany(i => i.Sectors))).Distinct().Where(s => sectors.Find(s) is null), Is.Empty);
            Assert.That(convention.SelectMany(e => e.Products).Distinct().Where(p => codes.SectorsOf(p.Scheme, p.Code).Count == 0).Select(p => $"{p.Code} {p.Label}"), Is.Empty);
            Assert.That(convention.SelectMany(e => e.Activities).Distinct().Where(a => codes.SectorsOf(a.Scheme, a.Code).Count == 0), Is.Empty);
        }
    }

    [Test]
    public void Every_partnership_type_and_role_occurs()
    {
        var wanted = Enum.GetValues<PartnershipType>().Where(t => t != PartnershipType.None).SelectMany(t => IntentTypeWords.Roles(t).Select(r => (t, r)));
        Assert.That(convention.SelectMany(e => e.Intents).Select(i => (i.Type, i.Role)).Distinct(), Is.EquivalentTo(wanted));
    }

    [Test]
    public void Profiles_read_well()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(convention.Select(e => e.Intents.Count), Is.All.InRange(1, 3));
            Assert.That(convention.SelectMany(e => e.Intents.Select(i => i.Summary).Append(e.Summary)), Is.All.Not.Contains("{").And.All.Not.Contains("  ").And.All.EndsWith("."));
            Assert.That(convention.Count(e => e.Ownership!.WomenLed == true) / 560.0, Is.InRange(0.15, 0.25));
            Assert.That(convention.Select(e => e.Contact!.Email), Is.All.EndsWith("@example.org"));
            Assert.That(convention.Select(e => e.Summary).Distinct().Count(), Is.GreaterThan(540));
        }
    }

    [Test]
    public void Nine_in_ten_find_a_match()
    {
        var (stored, snapshot) = Index();
        var lonely = stored.Where(e => snapshot.Top(new() { Enterprise = e, On = Day, SeesControlled = true, Limit = 1 }).Count == 0).Select(e => e.Id).ToHashSet();
        Assert.That(lonely, Has.Count.LessThanOrEqualTo((1 - MatchedShare) * stored.Count), () => string.Join(", ", lonely));
    }

    [Test]
    public void The_shown_machine_maker_meets_dairies()
    {
        var (stored, snapshot) = Index();
        var best = snapshot.Top(new() { Enterprise = stored.Single(e => e.Id == Id(Convention.Shown)), On = Day, Limit = 3 });
        var dairies = stored.Where(e => e.Sectors.Any(s => Get<SectorCatalog>().Find(s)!.Parent == "dairy")).Select(e => e.Id);
        Assert.That(best.Select(m => m.PeerId).ToList(), Has.Count.EqualTo(3).And.SubsetOf(dairies));
    }

    private (List<MatchEnterprise> Stored, MatchSnapshot Snapshot) Index()
    {
        var (projection, composition) = (Get<MatchProjection>(), Get<EnterpriseComposition>());
        var stored = convention.Select(e => projection.Project(composition.Complete(e) with { Id = Id((e.Source!, e.ExternalId!)) })).ToList();
        var index = new MatchIndex(MatchModelBuilder.Build(host.Services));
        index.Apply(stored, [], 1);
        return (stored, index.Current);
    }

    private static string Id((string Source, string ExternalId) key) => $"{key.Source}/{key.ExternalId}";

    private T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();
}
