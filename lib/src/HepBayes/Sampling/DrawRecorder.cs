using HepBayes.Networks;
using TorchSharp;
using Column = HepBayes.Sampling.DrawStatistics.Column;

namespace HepBayes.Sampling;

/// <summary>Collects the draws of a run, in memory or in a folder.</summary>
internal sealed class DrawRecorder
{
    private const string BetweenDivergent = "driver.divergent.";
    private const string BetweenLeapfrogs = "driver.leapfrogs.";
    private readonly int chains;
    private readonly int parameters;
    private readonly RunFolder? folder;
    private readonly MemoryDraws memory;
    private readonly bool[] divergent;
    private readonly int[] leapfrogs;

    /// <summary>Starts from what the folder holds, or empty.</summary>
    public DrawRecorder(int chains, int parameters, RunFolder? folder)
    {
        (this.chains, this.parameters, this.folder) = (chains, parameters, folder);
        (memory, divergent, leapfrogs) = (new MemoryDraws(chains, parameters), new bool[chains], new int[chains]);
        Statistics = folder?.ReadStatistics() ?? new DrawStatistics(chains);
    }

    /// <summary>The numbers kept with the draws.</summary>
    public DrawStatistics Statistics { get; }

    /// <summary>Kept draws of each chain.</summary>
    public int Draws => Statistics.Draws;

    /// <summary>Transitions since the last kept draw.</summary>
    public int Between { get; private set; }

    /// <summary>A transition whose state is not kept: divergences and leapfrogs count for the next kept one.</summary>
    public void AddBetween(TransitionInfo info)
    {
        for (var chain = 0; chain < chains; chain++)
        {
            divergent[chain] |= info.IsDivergent[chain];
            leapfrogs[chain] += info.Leapfrogs[chain];
        }

        Between++;
    }

    /// <summary>A transition whose state is kept.</summary>
    /// <param name="position">[chains, parameters], kept as float32.</param>
    /// <param name="info">The transition.</param>
    public void Add(torch.Tensor position, TransitionInfo info)
    {
        AddBetween(info);
        var statistics = new double[chains * DrawStatistics.Columns.Count];
        for (var chain = 0; chain < chains; chain++)
        {
            statistics[DrawStatistics.Index(chain, Column.LogDensity)] = info.LogDensity[chain];
            statistics[DrawStatistics.Index(chain, Column.Energy)] = info.Energy[chain];
            statistics[DrawStatistics.Index(chain, Column.AcceptProbability)] = info.AcceptProbability[chain];
            statistics[DrawStatistics.Index(chain, Column.Divergent)] = divergent[chain] ? 1 : 0;
            statistics[DrawStatistics.Index(chain, Column.Leapfrogs)] = leapfrogs[chain];
            statistics[DrawStatistics.Index(chain, Column.TreeDepth)] = info.TreeDepth?[chain] ?? -1;
        }

        var values = Values(position);
        if (folder is null)
            memory.Add(values);
        else
            folder.Append(values, statistics);
        Statistics.Add(statistics);
        Between = 0;
        Array.Clear(divergent);
        Array.Clear(leapfrogs);
    }

    /// <summary>The draws so far, to read.</summary>
    public DrawSource Source() => folder is null ? memory : new FileDraws(folder.DrawsPath, chains, parameters, Draws);

    /// <summary>Writes what lies between two kept draws.</summary>
    public void Save(Snapshot snapshot)
    {
        snapshot.Add("driver.between", (ulong)Between);
        for (var chain = 0; chain < chains; chain++)
        {
            snapshot.Add(BetweenDivergent + chain, divergent[chain] ? 1UL : 0);
            snapshot.Add(BetweenLeapfrogs + chain, (ulong)leapfrogs[chain]);
        }
    }

    /// <summary>Continues from what <see cref="Save"/> wrote.</summary>
    public void Restore(Snapshot snapshot)
    {
        Between = (int)snapshot.Whole("driver.between");
        for (var chain = 0; chain < chains; chain++)
        {
            divergent[chain] = snapshot.Whole(BetweenDivergent + chain) != 0;
            leapfrogs[chain] = (int)snapshot.Whole(BetweenLeapfrogs + chain);
        }
    }

    private static float[] Values(torch.Tensor position)
    {
        if (position.device_type == DeviceType.CPU && position.dtype == torch.ScalarType.Float64 && position.is_contiguous())
        {
            var numbers = TensorMemory.Span<double>(position);
            var values = new float[numbers.Length];
            Conversion.FromDoubles<float>(numbers, values);
            return values;
        }

        using var scope = torch.NewDisposeScope();
        return position.to(torch.float32).cpu().contiguous().data<float>().ToArray();
    }
}
