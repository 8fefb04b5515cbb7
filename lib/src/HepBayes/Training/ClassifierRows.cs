using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Preprocessing;
using HepBayes.Runtime;

namespace HepBayes.Training;

/// <summary>Rows as a plain network sees them, with its outputs for them.</summary>
internal sealed unsafe class ClassifierRows : IDisposable
{
    private readonly CpuDenseEngine<float> engine;
    private readonly float[] logits;

    /// <param name="network">The architecture.</param>
    /// <param name="inputs">[rows, inputs], row by row; at least one row.</param>
    /// <param name="outputs">Room for the outputs, [rows, outputs].</param>
    public ClassifierRows(Mlp network, float[] inputs, float[]? outputs = null)
    {
        NativeLibraries.EnsureLoaded();
        Inputs = inputs;
        Count = inputs.Length / network.Inputs;
        engine = new CpuDenseEngine<float>(network, Likelihood.Bernoulli(), new RowTiles<float>(inputs, [], Count, network.Inputs, 0));
        logits = outputs ?? new float[Count];
    }

    public float[] Inputs { get; }

    public float[] Labels { get; private init; } = [];

    public float[]? Weights { get; private init; }

    public int Count { get; }

    /// <summary>Rows with labels and, where the options ask for them, weights of mean 1.</summary>
    public static ClassifierRows Of(ClassifierTask task, Table table)
    {
        var (label, options) = (task.Label, task.Options);
        var weights = options.BalanceClasses ? ClassBalance.Weights(table, label, options.WeightColumn)
            : options.WeightColumn is null ? null : ClassBalance.MeanOne(table, label, options.WeightColumn);
        var labels = table.Values(label);
        Likelihood.Bernoulli().CheckTargets(labels, 1, table.Source);
        return new ClassifierRows(task.Network, task.Pipeline.Matrix(table)) { Labels = labels, Weights = weights };
    }

    /// <summary>The outputs for each row, for a classifier the log-odds of class 1; valid until the next call.</summary>
    public ReadOnlySpan<float> Logits(float[] weights)
    {
        fixed (float* position = weights)
            engine.Forward(position, 1, logits);
        return logits;
    }

    /// <summary>The mean weighted cross-entropy of a row, in nats.</summary>
    public double Loss(float[] weights)
    {
        Logits(weights);
        var (sum, total) = (0.0, 0.0);
        for (var row = 0; row < logits.Length; row++)
        {
            double f = logits[row], w = Weights?[row] ?? 1;
            sum += w * (Math.Max(f, 0) + Math.Log(1 + Math.Exp(-Math.Abs(f))) - (Labels[row] * f));
            total += w;
        }

        return sum / total;
    }

    public void Dispose() => engine.Dispose();
}
