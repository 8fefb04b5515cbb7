using Hepbook.Running;

namespace Hepbook.Tests.Running;

public sealed class SettingTests
{
    [Theory]
    [InlineData("5000", null, "5000")]
    [InlineData("20_000", null, "20_000")]
    [InlineData("-1.5e3", null, "-1.5e3")]
    [InlineData("true", null, "true")]
    [InlineData("\"quoted\"", null, "\"quoted\"")]
    [InlineData("plain words", null, "\"plain words\"")]
    [InlineData("C:\\data\"x", null, "\"C:\\\\data\\\"x\"")]
    [InlineData("[50, 50]", null, "[50, 50]")]
    [InlineData("System.IO.File.Delete(\"x\")", null, "\"System.IO.File.Delete(\\\"x\\\")\"")]
    [InlineData("", null, "\"\"")]
    [InlineData("12", typeof(string), "\"12\"")]
    [InlineData("\"12\"", typeof(string), "\"12\"")]
    [InlineData("0.5", typeof(float), "0.5f")]
    [InlineData("0.5", typeof(decimal), "0.5m")]
    [InlineData("0.5", typeof(double), "0.5")]
    public void A_value_is_a_literal_or_else_a_string(string text, Type? type, string expected) =>
        Assert.Equal(expected, SettingInjection.Literal(text, type));

    [Fact]
    public void A_setting_splits_at_its_first_equals_sign() =>
        Assert.Equal(new SettingOverride("path", "a=b"), SettingOverride.Parse("path=a=b"));

    [Theory]
    [InlineData("rows")]
    [InlineData("=5")]
    [InlineData("2rows=5")]
    [InlineData("a.b=5")]
    public void A_setting_without_name_or_value_is_refused(string text) =>
        Assert.Throws<UserErrorException>(() => SettingOverride.Parse(text));
}
