namespace TradeDesk.Taxonomy;

/// <summary>The code systems the desk knows.</summary>
/// <param name="Items">One line for each edition.</param>
public sealed record CodeSystemList(IReadOnlyList<CodeSystemAnswer> Items);

/// <summary>One edition of a code system.</summary>
/// <param name="Scheme">Its name with the edition, such as <c>HS-2022</c>.</param>
/// <param name="Label">What it is.</param>
/// <param name="Edition">The edition in words.</param>
/// <param name="Use">What its codes name.</param>
/// <param name="Shape">What its codes look like.</param>
/// <param name="Codes">How many of its codes are known.</param>
/// <param name="ListLoaded">True when an official list with titles was loaded.</param>
public sealed record CodeSystemAnswer(string Scheme, string Label, string Edition, CodeUse Use, string Shape, int Codes, bool ListLoaded);

/// <summary>One code of a code system.</summary>
/// <param name="Scheme">The system and edition.</param>
/// <param name="Code">The code without dots and blanks.</param>
/// <param name="Title">What it means.</param>
/// <param name="TitleFrom">Where the title comes from.</param>
/// <param name="Level">Its level, such as <c>heading</c>.</param>
/// <param name="Edition">The edition in words.</param>
/// <param name="Listed">False when the desk knows only a wider code, because the official list of the finer ones is not loaded.</param>
/// <param name="Parents">The codes above it, widest first.</param>
/// <param name="Sectors">The sectors it leads to.</param>
/// <param name="Correspondences">What it is called in other systems and editions; of a code that is not listed, those of the nearest wider one.</param>
/// <param name="OutOfScope">Why it leads to no sector, where that is intended.</param>
public sealed record CodeAnswer(string Scheme, string Code, string Title, CodeTitleSource TitleFrom, string Level, string Edition, bool Listed, IReadOnlyList<CodeParent> Parents, IReadOnlyList<string> Sectors, IReadOnlyList<CodeLink> Correspondences, string? OutOfScope);

/// <summary>Where a title comes from: the official list that was loaded, or the desk's own words.</summary>
public enum CodeTitleSource
{
    List = 1,
    Desk = 2,
}

/// <summary>A code above another.</summary>
public sealed record CodeParent(string Code, string Title);

/// <summary>A code in another system or edition.</summary>
public sealed record CodeLink(string Scheme, string Code);
