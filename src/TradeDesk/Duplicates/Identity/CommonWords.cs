using System.Collections.Frozen;
using TradeDesk.Taxonomy;

namespace TradeDesk.Duplicates.Identity;

/// <summary>Words that many firms have in their names: what joins words, where a firm is, what it trades in.</summary>
internal static class CommonWords
{
    private const float Place = 0.4f, Trade = 0.5f, Favourite = 0.4f, Letter = 0.3f, TwoLetters = 0.6f;
    private const int LeastOfCountry = 4;

    private static readonly FrozenSet<string> Joining = Set("and of the for in at to de du des der die das und et y e do da dos del la las los le les el di della dei ve i en et fur pour para van von vom zu zur zum ter ten den het bin ibn");

    private static readonly FrozenSet<string> Places = Set(
        """
        india bharat china usa us america american americas uk britain british england japan nippon brasil brazil brazilian mexico mexicana canada canadian korea vietnam thailand thai singapore hong kong hk taiwan germany deutschland german italy italia france francaise
        pakistan indonesia malaysia chile peru peruana colombia colombiana argentina ecuador turkey turk turkiye polska poland iberia espana spain portugal netherlands nederland belgium schweiz swiss switzerland austria sverige sweden norge norway danmark denmark finland hungary hungaria
        romania bulgaria ukraine russia rus greece hellas israel egypt africa african asia asian europe european pacific australia zealand nz emirates uae dubai saudi arabia gulf middle east north south west east northern southern central latin na emea apac global world worldwide national
        shanghai shenzhen dongguan guangzhou guangdong ningbo qingdao shandong xiamen suzhou foshan beijing tianjin zhejiang jiangsu hangzhou wuxi huizhou zhongshan fujian zhuhai hebei henan nanjing wenzhou chengdu wuhan changzhou jinan dalian kunshan mumbai delhi chennai bangalore kolkata gujarat tamilnadu istanbul london paris berlin tokyo osaka seoul
        qingdao yantai weihai linyi zibo weifang taizhou jiaxing shaoxing yiwu jinhua huzhou nantong yangzhou zhenjiang changshu zhangjiagang taicang quanzhou zhangzhou jiangmen zhaoqing shantou nanhai shunde panyu hefei anhui hunan hubei sichuan chongqing changsha nanchang jiangxi shenyang liaoning harbin jilin changchun shijiazhuang taiyuan shanxi xian shaanxi guangxi yunnan hainan taipei taichung kaohsiung
        turkish australian polish belgian ukrainian romanian hungarian bulgarian hellenic serbian croatian slovenian slovak czech lithuanian latvian estonian finnish swedish norwegian danish dutch irish scottish spanish portuguese austrian russian israeli egyptian moroccan tunisian algerian nigerian kenyan iranian iraqi jordanian lebanese kuwaiti qatari omani emirati pakistani bangladeshi nepali vietnamese philippine indonesian malaysian taiwanese chinese japanese indian argentine colombian peruvian chilean mexican belgische deutsche francais italiana italiano espanola
        dong guan shen zhen guang zhou shang hai bei jing nan tian jin hang su wu xia men qing dao ning bo fo shan zhong
        hyderabad bengaluru pune ahmedabad surat vadodara rajkot jaipur ludhiana kanpur agra lucknow noida gurgaon coimbatore tirupur kochi cochin kerala punjab haryana rajasthan maharashtra karnataka bengal bombay madras calcutta karachi lahore sialkot faisalabad islamabad dhaka chittagong colombo lanka kathmandu
        bangkok jakarta surabaya manila hanoi saigon kuala lumpur penang johor yangon siam abu dhabi sharjah riyadh jeddah doha kuwait muscat tehran ankara izmir bursa cairo casablanca lagos nairobi johannesburg
        milano milan roma torino napoli madrid barcelona valencia sevilla bilbao lisboa porto lyon marseille bruxelles brussels amsterdam rotterdam antwerp hamburg munchen munich frankfurt stuttgart koln dusseldorf wien vienna zurich geneva praha prague warszawa krakow budapest bucuresti sofia beograd zagreb athens kyiv moscow moskva
        york california texas florida ohio michigan illinois jersey carolina virginia chicago houston angeles francisco boston toronto ontario quebec montreal vancouver calgary alberta monterrey guadalajara bogota medellin lima quito guayaquil santiago buenos aires paulo rio janeiro andina andino americana americano sydney melbourne queensland victoria perth brisbane
        """);

    private static readonly FrozenSet<string> Trades = Set(
        """
        industry industries industrial industria industrias industrie chemical chemicals chimie kimya quimica rubber tyre tyres tire tires trading trade trader traders enterprise enterprises product products productos produits production service services servicios technology technologies tech technical
        logistics logistica supply chain manufacturing manufacturer manufacturers mfg automotive auto system systems sistemas import imports export exports solutions solution engineering engineers plastic plastics polymer polymers material materials steel metal metals electric electronic electronics equipment machinery machine machines tools
        textile textiles food foods pharma pharmaceutical pharmaceuticals laboratories lab labs research development center centre institute university association ministry defence defense aerospace aviation security marine shipping cargo transport transportes freight forwarding consulting design software digital power energy
        sales marketing business commercial comercial comercio comercializadora distribution distribuidora packaging paper construction building plant warehouse branch filial office division unit factory works general new super first united golden best great modern advanced precision innovation innovations bank
        ind inds imp exp mfg prods prod logis tech techs dist distr corporate commerce commercialization comercializacion importacion exportacion importadora exportadora distribuidor distribuidores distributor distributors distributing wholesale retail store stores shop mart market supermarket mall outlet
        grupo compania companhia compagnie sociedad sociedade societa societe inversiones inversora investments investment investimentos participacoes representacoes agencia agency agencies fabrica fabricas taller talleres establecimientos ets etablissements asociados associates partners brothers bros sons hermanos hnos fils figli
        belt belts conveyor conveyors hose hoses cable cables wire wires pipe pipes tube tubes valve valves pump pumps bearing bearings gear gears motor motors engine engines brake brakes filter filters seal seals gasket gaskets pneumatic neumaticos llantas caucho borracha gomma gummi kautschuk kautschukwerk
        shoe shoes footwear calzado calzados calzatura calzature calzaturificio leather leathers garment garments apparel apparels fashion fashions clothing wear sportswear sport sports sporting goods toys gift gifts furniture muebles home decor interior interiors carpet carpets flooring floor tiles ceramic ceramics glass mirror
        adhesive adhesives asphalt asfaltos asfalt bitumen coating coatings paint paints pigment pigments ink inks resin resins foam foams film films fiber fibers fibre fibres yarn yarns thread threads spinning weaving mills mill cotton silk wool nonwoven fabric fabrics quimicos quimicas chem chemie kimia plastico plasticos plasticas plastik kunststoff mould moulds mold molds molding moulding die dies
        aluminium aluminum copper iron alloy alloys foundry forging forgings casting castings tooling hardware fasteners fastener fastening welding machining mecanica mecanique mekanik makina makine maquinas maquinaria elektrik elektronik elektro electrical electronica electronique sanayi ticaret
        medical healthcare health hospital clinic dental diagnostic diagnostics surgical instruments instrument optics optical laser sensor sensors measurement control controls automation robotics robot drone drones avionics aircraft aeronautics helicopter helicopters space satellite missile systemes savunma havacilik armament ammunition
        communications communication telecom telecommunications network networks wireless radio data information informatics computer computers computing internet web online media magazine publishing publications journal news press exhibition exhibitions expo events fair pavilion embassy consulate chamber council federation confederation agency department office authority academy school college foundation society club
        express cargo lines line agencies customs broker brokers warehousing storage air sea ocean land rail railway road vehicle vehicles truck trucks bus cars tractor tractors parts spare accessories components component assembly assemblies structures structure composite composites
        environmental environment water waste recycling solar wind oil gas petroleum petrochemical petrochemicals petro lubricants fuel mining minerals mineral stone marble granite cement concrete wood timber forest agro agri agriculture farm farms fertilizer seeds feed animal pet meat fish seafood fruit fruits vegetable spices tea coffee sugar rice oils beverage beverages wine beer
        beauty cosmetics cosmetic perfume personal care hygiene household consumer kitchen tableware lighting light lamp led battery batteries
        """);

    // What many firms call themselves that have nothing to do with each other.
    private static readonly FrozenSet<string> Favourites = Set(
        """
        star stars prime premier phoenix alpha beta gamma delta omega sigma royal universal century continental eagle falcon lion tiger dragon sun moon sky blue green red black white gold silver diamond crystal pearl apex summit pinnacle elite excel ideal perfect pioneer quality reliable smart total trans uni euro inter intra pro max mega mini hi top one two three
        king queen imperial crown liberty victory unique vision future next nova neo eco bio geo micro nano multi omni pan poly ever fair true pure bright clear fast quick speed swift rapid active dynamic dynamics strategic integrated advantage alliance allied consolidated combined united union unity standard classic creative concept concepts creation creations
        atlas titan zenith olympic orion jupiter mercury venus mars apollo hercules matrix vector fusion synergy quantum genesis legacy heritage horizon spectrum spectra focus target edge core key link bridge gate gateway point mountain river lake island valley park garden tree rose lotus
        intl international free zone order mohammad mohammed muhammad ahmed ali khan abdul abdullah hassan hussain singh sharma patel gupta kumar sri shree shri om jai al el san saint st
        """);

    private static readonly FrozenSet<string> Countries = new CountryCatalog().Countries
        .SelectMany(c => c.Names.Values.Concat(c.Spellings)).SelectMany(n => TradeText.Fold(n).Split(' '))
        .Where(w => w.Length >= LeastOfCountry).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>It only joins others: and, of, de, und.</summary>
    public static bool Joins(string word) => Joining.Contains(word);

    /// <summary>It says what a firm trades in or is: most firms of the trade have it.</summary>
    public static bool IsTrade(string word) => Trades.Contains(word);

    /// <summary>How much words of the kind tell two firms apart: 1 for a name of its own, less for a place, a trade or a letter or two.</summary>
    public static float Tells(string word) =>
        Places.Contains(word) || Countries.Contains(word) ? Place : Trades.Contains(word) ? Trade : Favourites.Contains(word) ? Favourite : word.Length switch { 1 => Letter, 2 => TwoLetters, _ => 1 };

    private static FrozenSet<string> Set(string words) => words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
