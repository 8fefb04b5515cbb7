using System.Diagnostics;
using HepBayes.Data;
using HepBayes.Sampling;
using HepBayes.Studies;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Studies;

public sealed class SampleTests : IDisposable
{
    private readonly TinyStudy study = new();

    public void Dispose() => study.Dispose();

    private string[] Arguments(string run, params string[] more) => [study.Path, "--output", study.File(run), .. more];

    [Fact]
    public void Order_repetition_and_threads_do_not_matter()
    {
        CommandRun.Good("sample", Arguments("a", "--threads", "1"));
        foreach (var unit in (int[])[5, 1, 7, 0, 5, 3, 2, 6, 4])
            CommandRun.Good("sample", Arguments("b", "--threads", unit % 2 == 0 ? "2" : "1", "--unit", $"{unit}"));
        CommandRun.Good("merge", study.File("b"));
        Assert.Equal(FolderContent.Of(study.File("a")), FolderContent.Of(study.File("b")));
        Assert.Equal(Content("a"), Content("b"));

        // A chain does not depend on how many there are.
        CommandRun.Good("sample", Arguments("c", "--chains", "3"));
        Assert.Equal(File.ReadAllBytes(study.Unit("a", 2, "draws.f32")), File.ReadAllBytes(study.Unit("c", 2, "draws.f32")));
        Assert.NotEqual(File.ReadAllBytes(study.Unit("a", 1, "draws.f32")), File.ReadAllBytes(study.Unit("a", 2, "draws.f32")));

        IEnumerable<string> Content(string run) => Directory.EnumerateFiles(Path.Combine(study.File(run), "merged"), "*", SearchOption.AllDirectories)
            .Select(f => $"{Path.GetRelativePath(study.File(run), f)} {StudyJson.Sha256OfFile(f)}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Merged_chains_are_those_of_the_library()
    {
        var output = CommandRun.Good("sample", Arguments("a", "--chains", "3"));
        Assert.Contains("3 x 25", output, StringComparison.Ordinal);
        var merged = StudyRun.Open(study.File("a"));
        Assert.Equal("sample", merged.Kind);
        Assert.Empty(merged.Missing);
        var (run, posterior) = (merged.Sampling(), merged.Posterior());
        using var density = StudyModel.Load(study.Load(), StudyFolder.Open(study.File("a")).Plan).Training();
        for (var chain = 0; chain < 3; chain++)
        {
            var direct = Hmc.Sample(density, null, new HmcOptions { Warmup = 30, Draws = 25, MaximumLeapfrogs = 8, Map = new MapStart { Steps = 20 }, Seed = 11, Chains = 1, FirstChain = chain }, cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(direct.LogDensity()[0], run.LogDensity()[chain]);
            Assert.Equal(direct.Leapfrogs()[0], run.Leapfrogs()[chain]);
            Assert.Equal(direct.InverseMass, run.InverseMass.AsSpan(chain * run.Parameters, run.Parameters).ToArray());
            for (var draw = 0; draw < 25; draw++)
            {
                Assert.Equal(direct.Position(0, draw).ToArray(), run.Position(chain, draw).ToArray());
                Assert.Equal(direct.Position(0, draw).ToArray(), posterior.Position(chain, draw).ToArray());
            }
        }

        Assert.Equal(["x", "y"], posterior.Description.Inputs);
        Assert.Equal(merged.Network().ToString(), posterior.Network.ToString());
    }

    // A unit's chain is that of the library, and the merged run knows its sampler.
    [Theory]
    [InlineData("mams")]
    [InlineData("mclmc")]
    [InlineData("mala")]
    public void Every_method_samples(string method)
    {
        using var other = new TinyStudy(text => text.Replace("\"maximumLeapfrogs\": 8", $"\"method\": \"{method}\"", StringComparison.Ordinal));
        CommandRun.Good("sample", other.Path, "--output", other.File("a"), "--chains", "2");
        var run = StudyRun.Open(other.File("a")).Sampling();
        Assert.Equal(method, run.Options.GetType().Name.Replace("Options", "", StringComparison.Ordinal).ToLowerInvariant());
        using var density = StudyModel.Load(other.Load(), StudyFolder.Open(other.File("a")).Plan).Training();
        var direct = Samplers.Sample(density, null, other.Load().Sampler.ToOptions(11, 1, 1));
        Assert.Equal(direct.LogDensity()[0], run.LogDensity()[1]);
    }

    [Fact]
    public void Chains_of_a_unit_are_numbered_on()
    {
        CommandRun.Good("sample", Arguments("a", "--chains", "4", "--chains-per-unit", "2"));
        var run = StudyRun.Open(study.File("a")).Sampling();
        Assert.Equal(4, run.Chains);
        var second = SamplingRun.Open(study.Unit("a", 1));
        Assert.Equal(second.LogDensity()[1], run.LogDensity()[3]);
        CommandRun.Refused(2, ["cannot be cut"], "sample", Arguments("b", "--chains", "5", "--chains-per-unit", "2"));
    }

    [Fact]
    public void The_shipped_quick_study_runs()
    {
        var quick = Path.Combine(Datasets.Folder, "..", "environment", "studies", "quick.study.json");
        CommandRun.Good("sample", quick, "--output", study.File("a"), "--chains", "2");
        Assert.Equal(40, StudyRun.Open(study.File("a")).Sampling().Draws);
        CommandRun.Good("search", quick, "--output", study.File("b"), "--trials", "1");
        ParquetTable.Write(PmssmPoints.Uniform(50, seed: 1), study.File("points.parquet"));
        CommandRun.Good("predict", quick, "--posterior", study.File("a"), "--points", study.File("points.parquet"), "--output", study.File("c"));
        Assert.All(StudyRun.Open(study.File("c")).Prediction()["mean"], mass => Assert.InRange(mass, 80, 160));
    }

    [Fact]
    public void A_missing_chain_is_named()
    {
        CommandRun.Good("sample", Arguments("a", "--chains", "4"));
        Directory.Delete(study.Unit("a", 2), recursive: true);
        CommandRun.Refused(1, ["1 of 4 units", "unit 2: missing"], "merge", study.File("a"));
        CommandRun.Good("merge", study.File("a"), "--allow-missing");
        var merged = StudyRun.Open(study.File("a"));
        Assert.Equal([2], merged.Missing);
        Assert.Equal(SamplingRun.Open(study.Unit("a", 3)).LogDensity()[0], merged.Sampling().LogDensity()[2]);
    }

    [Fact]
    public async Task Killed_units_go_on_to_the_same_bytes()
    {
        CommandRun.Good("sample", Arguments("a", "--chains", "2"));
        var rowBytes = (int)new FileInfo(study.Unit("a", 1, "draws.f32")).Length / 25;
        foreach (var rows in (int[])[0, 1, 12, 24])
            await ResumeProbe.Run("unit", study.Path, study.File("b"), "1", $"{rows * rowBytes}");
        CommandRun.Good("sample", Arguments("b", "--chains", "2"));
        Assert.Equal(FolderContent.Of(study.File("a")), FolderContent.Of(study.File("b")));
    }

    [Fact]
    public void Cancellation_leaves_a_checkpoint()
    {
        using var source = new CancellationTokenSource();
        var log = new CancellingWriter(source);
        Assert.Equal(130, StudyCommands.Run("sample", Arguments("a", "--chains", "2"), log, log, source.Token));
        Assert.Equal("not finished", StudyFolder.Open(study.File("a")).Unit(1).Fault() ?? "done");
        CommandRun.Good("sample", Arguments("a", "--chains", "2"));
        CommandRun.Good("sample", Arguments("b", "--chains", "2"));
        Assert.Equal(FolderContent.Of(study.File("b")), FolderContent.Of(study.File("a")));
    }

    [Fact]
    public void What_belongs_to_another_study_is_refused()
    {
        CommandRun.Good("sample", Arguments("a", "--chains", "2"));
        using var other = new TinyStudy(text => text.Replace("\"hidden\": [5]", "\"hidden\": [4]", StringComparison.Ordinal));
        CommandRun.Refused(2, ["folder of another study"], "sample", other.Path, "--output", study.File("a"), "--chains", "2");
        CommandRun.Refused(2, ["chains was 2, now 3"], "sample", Arguments("a", "--chains", "3"));

        // The checkpoint of another study's chain lies in the folder of a unit that is not done.
        CommandRun.Good("plan", ["sample", other.Path, "--output", other.File("b"), "--chains", "2"]);
        Copy(study.Unit("a", 1), other.Unit("b", 1));
        CommandRun.Refused(1, ["unit 1: it was computed for another study"], "merge", other.File("b"));
        File.Delete(other.Unit("b", 1, "unit.json"));
        CommandRun.Refused(2, ["holds another run", "the number of parameters was"], "sample", other.Path, "--output", other.File("b"), "--chains", "2", "--unit", "1");
        Assert.True(File.Exists(other.Unit("b", 1, "checkpoint.json")));
    }

    [Fact]
    public void Changed_data_are_refused()
    {
        CommandRun.Good("plan", ["sample", .. Arguments("a")]);
        File.AppendAllText(study.Points, "1,2,3\n");
        CommandRun.Refused(2, ["dataSha256 was"], "sample", Arguments("a", "--unit", "0"));
        File.Delete(study.Points);
        CommandRun.Refused(2, ["There is no file", "rows.csv"], "sample", Arguments("b", "--unit", "0"));
        File.AppendAllText(Path.Combine(study.File("a"), "study.json"), " ");
        CommandRun.Refused(2, ["study.json' is missing or was changed"], "merge", study.File("a"));
    }

    [Fact]
    public void A_full_disk_leaves_nothing_half_written()
    {
        CommandRun.Good("sample", Arguments("a", "--chains", "2"));
        var disk = study.File("disk");
        Directory.CreateDirectory(disk);
        if (!OperatingSystem.IsLinux() || !Execute("mount", "-t", "tmpfs", "-o", "size=40k", "none", disk))
            Assert.Skip("A small file system takes Linux and the rights to mount one.");
        try
        {
            var run = CommandRun.Of("sample", study.Path, "--output", disk, "--chains", "2");
            Assert.Equal(2, run.Code);
            Assert.Contains("could not be written", run.Error, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFiles(disk, "*.tmp", SearchOption.AllDirectories));
            Assert.NotEqual(0, CommandRun.Of("merge", disk).Code);
            Assert.True(Execute("mount", "-o", "remount,size=8m", disk));
            CommandRun.Good("sample", study.Path, "--output", disk, "--chains", "2");
            Assert.Equal(FolderContent.Of(study.File("a")), FolderContent.Of(disk));
        }
        finally
        {
            // Lazy: a run that was read keeps its file of draws open until it is collected.
            Execute("umount", "--lazy", disk);
        }
    }

    private static bool Execute(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>Cancels after the first unit, in the middle of the next.</summary>
    private sealed class CancellingWriter(CancellationTokenSource source) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            source.CancelAfter(1);
        }
    }
}
