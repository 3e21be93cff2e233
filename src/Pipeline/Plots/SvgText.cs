using System.Globalization;
using System.Text;

namespace SecretMagic.Pipeline;

/// <summary>Writes SVG: elements on lines of their own, texts escaped, numbers with at most two decimals and a point.</summary>
internal sealed class SvgText
{
    private readonly StringBuilder _text = new();

    /// <summary>Opens an element; the attributes are put in as they are.</summary>
    public SvgText Open(string name, string attributes)
    {
        _text.Append($"<{name} {attributes}>\n");
        return this;
    }

    /// <summary>Ends an element.</summary>
    public SvgText Close(string name)
    {
        _text.Append($"</{name}>\n");
        return this;
    }

    /// <summary>An element without content.</summary>
    public void Element(string name, FormattableString attributes) => _text.Append($"<{name} {Attributes(attributes)}/>\n");

    /// <summary>An element that holds a text.</summary>
    public void Element(string name, FormattableString attributes, string content)
    {
        var own = Attributes(attributes);
        _text.Append($"<{name}{(own.Length == 0 ? "" : " ")}{own}>{Escape(content)}</{name}>\n");
    }

    /// <summary>A coordinate.</summary>
    public static string Number(double value)
    {
        var rounded = Math.Round(value, 2);
        return (rounded == 0 ? 0 : rounded).ToString("0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>A text that can stand in an element or an attribute; characters that XML forbids become U+FFFD.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                < ' ' or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>Numbers as coordinates, texts escaped.</summary>
    private static string Attributes(FormattableString attributes) => string.Format(
        CultureInfo.InvariantCulture, attributes.Format,
        [.. attributes.GetArguments().Select(argument => argument is double number ? Number(number) : (object)Escape($"{argument}"))]);
}
