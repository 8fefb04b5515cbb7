using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Tests.Data;

public class SlhaFileTests
{
    // Written after the accord's rules: SLHA2 block with two indices, Fortran exponents, blanks at line ends, comments, decays, the same block at two scales.
    private const string Example = """
        # a comment line
        BLOCK SPINFO   # program
             1   SomeProgram
             2   4.1.22
             3   a warning with 3 words
        Block mass  # Mass spectrum   
           25   1.2677D+02   # h0
         1000022  -9.5E+01
        BLOCK ALPHA
              -1.13716E-01   # alpha
        BLOCK NMIX Q= 4.467E+02 # mixing
          1  1  9.83E-01
          1  2 -5.3d-02
        BLOCK HMIX Q=1000
             1   500
        Block HMIX Q = 2000.
             1   510
        DECAY   1000021  1.01752300e+00   # gluino
             4.18E-02    2     1000001        -1   # BR(~g -> ~d_L dbar)
             1.55E-02    3     1000022         1        -1
        DECAY 22 0.
        """;

    public static TheoryData<string> SoftSusyFiles() => [.. Directory.GetFiles(Folder, "*.slha").Select(f => Path.GetFileName(f)!)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "TestData", "slha");

    [Fact]
    public void Every_kind_of_line_is_read()
    {
        var file = SlhaFile.Parse(Example);
        Assert.Equal(126.77, file["MASS"][25], 1e-12);
        Assert.Equal(-95, file["Mass"][1000022], 1e-12);
        Assert.Equal(-0.113716, file["alpha"][[]], 1e-12);
        Assert.Equal(-0.053, file["NMIX"][1, 2], 1e-12);
        Assert.Equal(446.7, file["NMIX"].Scale);
        Assert.Equal("a warning with 3 words", file["SPINFO"].Find(3)!.Text);
        Assert.Equal("4.1.22", file["SPINFO"].Find(2)!.Text);
        Assert.Equal([1000.0, 2000.0], file.Blocks.Where(b => b.Name == "HMIX").Select(b => b.Scale!.Value));
        Assert.Equal("h0", file["MASS"].Find(25)!.Comment);
        var gluino = file.Decay(1000021)!;
        Assert.Equal((1.017523, 2), (gluino.Width, gluino.Channels.Count));
        Assert.Equal(0.0418, gluino.BranchingRatio(-1, 1000001), 1e-12);
        Assert.Equal(0, gluino.BranchingRatio(5, -5));
        Assert.Empty(file.Decay(22)!.Channels);
        Assert.Null(file.Decay(6));
    }

    [Theory]
    [MemberData(nameof(SoftSusyFiles))]
    public void SoftSusy_files_survive_writing(string name)
    {
        var file = SlhaFile.Read(Path.Combine(Folder, name));
        Assert.True(file["MASS"][25] is > 50 and < 200);
        Assert.Equal(33, file["MASS"].Entries.Count);
        Same(file, SlhaFile.Parse(file.ToString()));
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        using var folder = new TemporaryFolder();
        var file = SlhaFile.Parse(Example);
        var path = Path.Combine(folder.Path, "example.slha");
        file.Write(path);
        Same(file, SlhaFile.Read(path));
        var made = new SlhaFile([new SlhaBlock("MINPAR", null, "input", [SlhaEntry.Of([3], 10.765, "tan beta")])]);
        Assert.Equal(10.765, SlhaFile.Parse(made.ToString())["MINPAR"][3], 1e-12);
    }

    [Theory]
    [InlineData("   1  2.0\n", "line 1")]
    [InlineData("BLOCK\n 1 2\n", "name of the block")]
    [InlineData("BLOCK MASS Q= x\n", "number after Q=")]
    [InlineData("BLOCK MASS what\n", "Q= SCALE")]
    [InlineData("BLOCK MASS\n  25  1.2e+0x\n", "line 2")]
    [InlineData("BLOCK NMIX\n  1 2  0.5*\n", "a number")]
    [InlineData("BLOCK MASS\n  25\n  x\n  DECAY 25\n", "DECAY")]
    [InlineData("DECAY 25 4e-3\n  0.5  3  5 -5\n", "announces: 3, found 2")]
    [InlineData("DECAY 25 4e-3\n  0.5  2  5 b\n", "PDG code")]
    [InlineData("# nothing\n", "no block")]
    public void Broken_lines_are_named(string text, string expected)
    {
        var error = Assert.Throws<UserErrorException>(() => SlhaFile.Parse(text, "point.slha"));
        Assert.Contains("point.slha", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var file = SlhaFile.Parse(Example);
        Assert.Contains("nearest: mass", Assert.Throws<UserErrorException>(() => file["MASSES"]).Message, StringComparison.Ordinal);
        Assert.Contains("no entry 36", Assert.Throws<UserErrorException>(() => file["MASS"][36]).Message, StringComparison.Ordinal);
        Assert.Contains("not a number", Assert.Throws<UserErrorException>(() => file["SPINFO"][1]).Message, StringComparison.Ordinal);
        Assert.Throws<UserErrorException>(() => SlhaFile.Read("/nowhere/x.slha"));
    }

    private static void Same(SlhaFile a, SlhaFile b)
    {
        Assert.Equal(a.Blocks, b.Blocks);
        Assert.Equal(a.Decays, b.Decays);
    }
}
