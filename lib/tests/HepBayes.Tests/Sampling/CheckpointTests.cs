using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Data;
using HepBayes.Tests.Support;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

public sealed class CheckpointTests : IDisposable
{
    private static readonly HmcOptions Options = new() { Warmup = 40, Draws = 12, Thin = 3, Seed = 5, MaximumLeapfrogs = 8 };
    private readonly TemporaryFolder folder = new();
    private readonly NormalDensity density = new([1, -2, 0], new[,] { { 1, 0.3, 0 }, { 0.3, 4, 0 }, { 0, 0, 0.01 } });

    private string Run => folder.File("run");

    public void Dispose()
    {
        density.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void ARunOnDiskEqualsOneInMemory()
    {
        var memory = Sample(Options);
        Assert.False(OnDisk().Checkpoint!.HasRun);
        var disk = Sample(OnDisk());
        RunAssert.Same(memory, disk);
        Assert.Equal(memory.InverseMass, disk.InverseMass);
        var opened = SamplingRun.Open(Run);
        RunAssert.Same(memory, opened);
        Assert.Equal(memory.InverseMass, opened.InverseMass);
        Assert.Equal(memory.StepSize, opened.StepSize);
        Assert.Equal(Options, (HmcOptions)(opened.Options with { Checkpoint = null }));
    }

    // A failure anywhere, the state saved after every transition or only at the end of the warm-up.
    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    public void ARunThatFailedOnTheWayContinuesAsIfItHadNot(int interval)
    {
        var whole = Sample(Options);
        var failures = 0;
        for (var life = 30; life > 0; life = failures < 15 ? 30 + failures : 0)
        {
            using var failing = new WatchedDensity(density, n =>
            {
                if (n == life + (interval > 0 ? 60 * failures : 0))
                    throw new InvalidOperationException("broken on purpose");
            });
            try
            {
                Sample(OnDisk(interval), failing);
                break;
            }
            catch (InvalidOperationException e) when (e.Message == "broken on purpose")
            {
                failures++;
            }
        }

        Assert.InRange(failures, 2, 15);
        RunAssert.Same(whole, Sample(OnDisk(interval)));
    }

    // Half-way through the warm-up and half-way through the draws.
    [Theory]
    [MemberData(nameof(Samplers.Names), MemberType = typeof(Samplers))]
    public void EverySamplerContinuesAsIfItHadNotFailed(string sampler)
    {
        var options = Samplers.Options(sampler, warmup: 30, draws: 20, seed: 5);
        var onDisk = options with { Checkpoint = OnDisk(0).Checkpoint };
        var gradients = 0;
        using var start = zeros(2, 3, dtype: float64);
        using var counted = new WatchedDensity(density, n => gradients = n);
        var whole = Samplers.Sample(counted, start, options);
        foreach (var life in new[] { gradients / 4, gradients / 2 })
        {
            using var failing = new WatchedDensity(density, n =>
            {
                if (n == life)
                    throw new InvalidOperationException("broken on purpose");
            });
            Assert.Throws<InvalidOperationException>(() => Samplers.Sample(failing, start, onDisk));
        }

        RunAssert.Same(whole, Samplers.Sample(density, start, onDisk));
        Assert.Equal(options, SamplingRun.Open(Run).Options with { Checkpoint = null });
    }

    // Cancelled half-way through the warm-up, and again half-way through the draws.
    [Theory]
    [MemberData(nameof(Samplers.Names), MemberType = typeof(Samplers))]
    public void EverySamplerContinuesAsIfItHadNotBeenCancelled(string sampler)
    {
        var options = Samplers.Options(sampler, warmup: 30, draws: 20, seed: 5);
        var onDisk = options with { Checkpoint = OnDisk(3600).Checkpoint };
        using var start = zeros(2, 3, dtype: float64);
        var whole = Samplers.Sample(density, start, options);
        var (inWarmup, inDraws) = Gradients(options, start);
        Assert.Null(Cancelled(inWarmup).Run);
        Assert.InRange(Cancelled(inDraws - inWarmup).Run!.Draws, 5, 15);
        var resumed = Samplers.Sample(density, start, onDisk);
        RunAssert.Same(whole, resumed);
        Assert.Equal(whole.StepSize, resumed.StepSize);
        Assert.Equal(whole.InverseMass, resumed.InverseMass);
        Assert.Equal(options, SamplingRun.Open(Run).Options with { Checkpoint = null });

        SamplingCancelledException Cancelled(int gradients)
        {
            using var cancel = new CancellationTokenSource();
            using var cancelling = new WatchedDensity(density, n =>
            {
                if (n == gradients)
                    cancel.Cancel();
            });
            return Assert.Throws<SamplingCancelledException>(() => Samplers.Sample(cancelling, start, onDisk, cancel.Token));
        }
    }

    // Gradients of a run up to the middle of its warm-up and up to that of its draws.
    private (int InWarmup, int InDraws) Gradients(SamplerOptions options, Tensor start)
    {
        var gradients = 0;
        using var counted = new WatchedDensity(density, n => gradients = n);
        using var process = Samplers.Process(counted, start, options);
        for (var step = 0; step < options.Warmup / 2; step++)
            process.Warm(step);
        var inWarmup = gradients;
        for (var step = options.Warmup / 2; step < options.Warmup; step++)
            process.Warm(step);
        for (var draw = 0; draw < options.Draws * options.Thin / 2; draw++)
            process.Draw();
        return (inWarmup, gradients);
    }

    [Fact]
    public void AnotherSplitOfTheParametersIsRefused()
    {
        using var start = zeros(2, 3, dtype: float64);
        var options = new HmcGibbsOptions { Warmup = 5, Draws = 5, Checkpoint = OnDisk().Checkpoint };
        HmcGibbs.Sample(density, 1, start, options, cancellation: Token);
        var before = Files();
        var error = Assert.Throws<UserErrorException>(() => HmcGibbs.Sample(density, 2, start, options with { Draws = 8 }, cancellation: Token));
        Assert.Contains("moves the first 1 parameters as one block, now 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Fact]
    public void AFinishedRunIsReadAndALongerOneExtendsIt()
    {
        var first = Sample(OnDisk());
        using var untouchable = new WatchedDensity(density, n => Assert.True(n < 200, "A finished run needs no transitions."));
        RunAssert.Same(first, Sample(OnDisk(), untouchable));
        var longer = Options with { Draws = 30 };
        RunAssert.Same(Sample(longer), Sample(OnDisk() with { Draws = 30 }));
        Assert.Equal(12, first.Draws);
        Assert.Equal(first.Position(0, 3).ToArray(), SamplingRun.Open(Run).Position(0, 3).ToArray());
        Refused(OnDisk(), "holds 30 draws, more than the 12 asked for");
    }

    [Fact]
    public void ACancelledRunKeepsItsDrawsAndContinues()
    {
        var gradients = 0;
        using var counted = new WatchedDensity(density, n => gradients = n);
        var whole = Sample(Options, counted);
        var afterSeven = gradients - whole.Leapfrogs()[0][7..].Sum();
        foreach (var options in new[] { Options, OnDisk(3600) })
        {
            using var cancel = new CancellationTokenSource();
            using var cancelling = new WatchedDensity(density, n =>
            {
                if (n == afterSeven)
                    cancel.Cancel();
            });
            var cancelled = Assert.Throws<SamplingCancelledException>(() => Sample(options, cancelling, cancel.Token));
            Assert.Equal(cancel.Token, cancelled.CancellationToken);
            var part = cancelled.Run!;
            Assert.Equal(7, part.Draws);
            Assert.Equal(whole.LogDensity()[1][..part.Draws], part.LogDensity()[1]);
            Assert.Equal(whole.Position(1, part.Draws - 1).ToArray(), part.Position(1, part.Draws - 1).ToArray());
            Assert.Equal(part.Draws, part.Summary().Draws);
        }

        RunAssert.Same(whole, Sample(OnDisk()));
    }

    [Fact]
    public void ARunCancelledInItsWarmupHasNoDrawsAndContinues()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var error = Assert.Throws<SamplingCancelledException>(() => Sample(OnDisk(), density, cancelled.Token));
        Assert.Null(error.Run);
        Assert.True(OnDisk().Checkpoint!.HasRun);
        Assert.Contains("0 of 40 warm-up transitions", error.Message, StringComparison.Ordinal);
        RunAssert.Same(Sample(Options), Sample(OnDisk()));
    }

    [Fact]
    public void AnotherRunIsRefusedAndTheFolderStaysAsItWas()
    {
        Sample(OnDisk());
        var before = Files();
        Refused(OnDisk() with { Seed = 6 }, "Seed was 5, now 6");
        Refused(OnDisk() with { Warmup = 41 }, "Warmup was 40, now 41");
        Refused(OnDisk() with { Thin = 1 }, "Thin was 3, now 1");
        Refused(OnDisk() with { Jitter = 0.1 }, "Jitter was 0.3, now 0.1");
        using var other = new WatchedDensity(density, _ => { }) { Fingerprint = "other data" };
        Refused(OnDisk(), "the fingerprint of model and data was unknown, now 'other data'", other);
        using var wide = new NormalDensity([0, 0], new double[,] { { 1, 0 }, { 0, 1 } });
        Refused(OnDisk(), "the number of parameters was 3, now 2", wide);
        using var three = zeros(3, 3, dtype: float64);
        Assert.Contains("the number of chains was 2, now 3", Assert.Throws<UserErrorException>(() => Hmc.Sample(density, three, OnDisk(), cancellation: Token)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Fact]
    public void DamageIsNamedAndNothingIsChanged()
    {
        Sample(OnDisk());
        var state = Path.Combine(Run, System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(Run, "checkpoint.json"))).RootElement.GetProperty("checkpoint").GetProperty("stateFile").GetString()!);
        Damaged("checkpoint.json", bytes => bytes[..(bytes.Length / 2)], "cannot be used");
        Damaged("checkpoint.json", bytes => [], "cannot be used");
        Damaged("checkpoint.json", bytes => Replace(bytes, "\"warmup\": 40", "\"warmup\": 39"), "checksum");
        Damaged("checkpoint.json", bytes => Replace(bytes, "\"format\": 1", "\"format\": 7"), "has format 7; this version of the library reads format 1");
        Damaged("checkpoint.json", null, "holds draws.f32 but no checkpoint");
        Damaged(Path.GetFileName(state), bytes => bytes[..^1], "checksum");
        Damaged(Path.GetFileName(state), bytes => Flip(bytes), "checksum");
        Damaged(Path.GetFileName(state), null, "missing");
        Damaged("draws.f32", bytes => bytes[..^1], "the checkpoint counts 12 draws of 24 bytes");
        Damaged("draws.f32", null, "missing");
        Damaged("draws.f32", bytes => Flip(bytes), "draw 12 differs");
        Damaged("statistics.f64", bytes => bytes[..8], "the checkpoint counts 12 draws");
        RunAssert.Same(Sample(Options), Sample(OnDisk()));
    }

    [Fact]
    public void TheCheckpointBeforeCanBePutBack()
    {
        var whole = Sample(OnDisk());
        File.Move(Path.Combine(Run, "checkpoint.previous.json"), Path.Combine(Run, "checkpoint.json"), overwrite: true);
        RunAssert.Same(whole, Sample(OnDisk()));
    }

    [Fact]
    public void AFolderInUseIsRefused()
    {
        using var inside = new WatchedDensity(density, n =>
        {
            if (n == 60)
                Refused(OnDisk(), "If another run writes to it");
        });
        RunAssert.Same(Sample(Options), Sample(OnDisk(), inside));
    }

    [Fact]
    public void FoldersThatCannotBeUsedAreNamed()
    {
        var file = folder.Write("file", "");
        Refused(Options with { Checkpoint = new CheckpointOptions { Folder = Path.Combine(file, "run") } }, "cannot be made");
        Assert.Contains("There is no run in", Assert.Throws<UserErrorException>(() => SamplingRun.Open(folder.File("none"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Sample(Options with { Checkpoint = new CheckpointOptions { Folder = " " } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample(OnDisk(-1)));
    }

    // A file system of its own, so small that the draws fill it.
    [Fact]
    public void AFullDiskLosesNothingThatWasSaved()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small file system is only mounted on Linux.");
        Directory.CreateDirectory(Run);
        Assert.SkipUnless(Execute("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", Run), "This user may not mount a file system.");
        try
        {
            var options = OnDisk(0.02) with { Draws = 500, Thin = 1 };
            var error = Assert.Throws<UserErrorException>(() => Sample(options));
            Assert.Contains("The last checkpoint is intact", error.Message, StringComparison.Ordinal);
            Assert.IsType<IOException>(error.InnerException, exactMatch: false);
            var kept = SamplingRun.Open(Run).Draws;
            Assert.InRange(kept, 0, 499);
            Refused(options, "could not be written");
            Assert.True(Execute("mount", "-o", "remount,size=8m", Run));
            RunAssert.Same(Sample(Options with { Draws = 500, Thin = 1 }), Sample(options with { Checkpoint = OnDisk(3600).Checkpoint }));
        }
        finally
        {
            // The runs still hold their files open.
            Assert.True(Execute("umount", "--lazy", Run));
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static bool Execute(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static byte[] Flip(byte[] bytes)
    {
        bytes[^3] ^= 1;
        return bytes;
    }

    private static byte[] Replace(byte[] bytes, string old, string by) =>
        System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(bytes).Replace(old, by, StringComparison.Ordinal));

    private HmcOptions OnDisk(double interval = 60) =>
        Options with { Checkpoint = new CheckpointOptions { Folder = Run, Interval = TimeSpan.FromSeconds(interval) } };

    private SamplingRun Sample(HmcOptions options, HepBayes.Networks.ILogDensity? target = null, CancellationToken? cancellation = null)
    {
        using var start = zeros(2, 3, dtype: float64);
        return Hmc.Sample(target ?? density, start, options, cancellation: cancellation ?? Token);
    }

    private void Refused(HmcOptions options, string reason, HepBayes.Networks.ILogDensity? target = null)
    {
        using var start = zeros(2, (target ?? density).Parameters, dtype: float64);
        var message = Assert.Throws<UserErrorException>(() => Hmc.Sample(target ?? density, start, options, cancellation: Token)).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    // Changes a file (null: removes it), asks for a longer run, and puts the file back.
    private void Damaged(string name, Func<byte[], byte[]>? change, string reason)
    {
        var path = Path.Combine(Run, name);
        var good = File.ReadAllBytes(path);
        if (change is null)
            File.Delete(path);
        else
            File.WriteAllBytes(path, change([.. good]));
        var before = Files();
        Refused(OnDisk() with { Draws = 20 }, reason);
        Assert.Equal(before, Files());
        File.WriteAllBytes(path, good);
    }

    private Dictionary<string, string> Files() =>
        Directory.GetFiles(Run).ToDictionary(f => f, f => Convert.ToHexString(File.ReadAllBytes(f)));
}
