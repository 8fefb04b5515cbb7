using System.Text;
using System.Text.Json.Nodes;
using Hepbook.Jupyter;

namespace Hepbook.Tests.Jupyter;

public sealed class MessageCodecTests
{
    private static readonly MessageCodec Codec = new(new MessageSigner("key"));

    [Fact]
    public void What_is_written_is_read()
    {
        var message = new KernelMessage
        {
            Identities = [[1, 2], [3]],
            Header = new JsonObject { ["msg_type"] = "stream", ["msg_id"] = "m" },
            ParentHeader = new JsonObject { ["msg_id"] = "p" },
            Content = new JsonObject { ["text"] = "ü \u001b 🌊" },
        };
        var read = Codec.Decode(Codec.Encode(message));
        Assert.Equal([1, 2], read.Identities[0]);
        Assert.Equal(2, read.Identities.Count);
        Assert.Equal("stream", read.Type);
        Assert.Equal("p", read.ParentHeader["msg_id"]!.ToString());
        Assert.Equal("ü \u001b 🌊", read.Content["text"]!.ToString());
    }

    [Fact]
    public void The_signature_is_the_one_of_the_standard()
    {
        // RFC 4231, test case 2, given in two parts.
        var signature = new MessageSigner("Jefe").Sign([Encoding.ASCII.GetBytes("what do ya want "), Encoding.ASCII.GetBytes("for nothing?")]);
        Assert.Equal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", Encoding.ASCII.GetString(signature));
    }

    [Fact]
    public void Every_changed_part_is_noticed()
    {
        var frames = Codec.Encode(new KernelMessage { Header = new JsonObject { ["msg_type"] = "a" }, Content = [] });
        for (var i = 1; i < frames.Count; i++)
        {
            var changed = frames.Select(f => f.ToArray()).ToArray();
            changed[i][0] ^= 1;
            Assert.Contains("signature", Assert.Throws<FormatException>(() => Codec.Decode(changed)).Message, StringComparison.Ordinal);
        }

        var other = new MessageCodec(new MessageSigner("other"));
        Assert.Throws<FormatException>(() => other.Decode(frames));
    }

    [Theory]
    [InlineData("{}", "msg_type")]
    [InlineData("[]", "no JSON object")]
    [InlineData("null", "no JSON object")]
    [InlineData("{\"msg_type\": 3}", "msg_type")]
    [InlineData("{\"msg_type\":", "not JSON")]
    public void Parts_that_make_no_sense_are_named(string header, string expected)
    {
        byte[][] parts = [.. new[] { header, "{}", "{}", "{}" }.Select(Encoding.UTF8.GetBytes)];
        byte[][] frames = [Encoding.ASCII.GetBytes("<IDS|MSG>"), new MessageSigner("key").Sign(parts), .. parts];
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Codec.Decode(frames)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a🌊b", 2, 3)]
    [InlineData("a🌊b", 1, 1)]
    [InlineData("ab", 9, 2)]
    [InlineData("", 0, 0)]
    public void Characters_are_not_units(string text, int characters, int units)
    {
        Assert.Equal(units, CodePoints.ToUnits(text, characters));
        Assert.Equal(Math.Min(characters, text.EnumerateRunes().Count()), CodePoints.FromUnits(text, units));
    }
}
