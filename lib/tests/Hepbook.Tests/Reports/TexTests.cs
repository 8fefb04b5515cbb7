using System.Xml.Linq;
using Hepbook.Reports;

namespace Hepbook.Tests.Reports;

public sealed class TexTests
{
    [Theory]
    [InlineData("x_1^2", "<msubsup><mi>x</mi><mn>1</mn><mrow><mn>2</mn></mrow></msubsup>")]
    [InlineData("x^12", "<msup><mi>x</mi><mrow><mn>1</mn></mrow></msup><mn>2</mn>")]
    [InlineData(@"\frac{a}{b}", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>")]
    [InlineData(@"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>")]
    [InlineData(@"\mathcal{L}", "<mi>ℒ</mi>")]
    [InlineData(@"\sqrt[3]{x}", "<mroot>")]
    [InlineData(@"\hat\beta \le \pm 1", "<mi>β</mi>")]
    [InlineData(@"\left(\frac{1}{2}\right]", "<mo fence=\"true\" stretchy=\"true\">(</mo>")]
    [InlineData(@"\tilde\chi_1^0", "<msubsup><mover accent=\"true\"><mi>χ</mi>")]
    [InlineData(@"f'(x)", "<msup><mi>f</mi><mrow><mo>′</mo></mrow></msup>")]
    [InlineData(@"\text{if } x < 3", "&lt;")]
    [InlineData(@"\begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}", "<mtable class=\"left\">")]
    public void Tex_becomes_well_formed_mathml(string tex, string part)
    {
        var html = TexToMathMl.Convert(tex, display: false);
        Assert.StartsWith("<math>", html, StringComparison.Ordinal);
        Assert.Contains(part, html, StringComparison.Ordinal);
        XElement.Parse(html);
    }

    [Fact]
    public void Limits_stand_above_and_below_in_displayed_formulas_only()
    {
        Assert.Contains("<munderover><mo>∑</mo>", TexToMathMl.Convert(@"\sum_{i=1}^n x_i", display: true), StringComparison.Ordinal);
        Assert.Contains("<msubsup><mo>∑</mo>", TexToMathMl.Convert(@"\sum_{i=1}^n x_i", display: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"\unknowncommand{x} < 1", @"\unknowncommand{x} &lt; 1")]
    [InlineData(@"\frac{a", @"\frac{a")]
    [InlineData(@"a } b", "a } b")]
    [InlineData(@"\left( x", @"\left( x")]
    [InlineData(@"x_", "x_")]
    [InlineData(@"\", @"\")]
    [InlineData(@"\begin{cases} 1", @"\begin{cases} 1")]
    public void What_is_not_understood_stays_readable_as_source(string tex, string source) =>
        Assert.Equal($"<code class=\"math\">{source}</code>", TexToMathMl.Convert(tex, display: false));
}
