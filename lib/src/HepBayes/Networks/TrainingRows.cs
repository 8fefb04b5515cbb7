using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HepBayes.Runtime;

namespace HepBayes.Networks;

/// <summary>Checked rows of inputs, targets and event weights (null if all are 1), in random order.</summary>
internal sealed record TrainingRows(float[] Inputs, float[] Targets, float[]? Weights, int Rows)
{
    /// <summary>Copies rows; see <see cref="BayesianNetwork.Posterior(float[], float[], TorchSharp.torch.Device?, string, float[])"/>.</summary>
    public static TrainingRows Of(BayesianNetwork network, float[] inputs, float[] targets, float[]? weights, string source)
    {
        var (width, outputs) = (network.Architecture.Inputs, network.Architecture.Outputs);
        var columns = network.Likelihood.TargetColumns(outputs);
        var rows = targets.Length / columns;
        if (rows == 0 || inputs.Length != rows * width || targets.Length != rows * columns)
            throw new ArgumentException($"{source}: {inputs.Length} input values and {targets.Length} target values do not make rows of {width} inputs and {columns} targets. Select the columns that the network was built for.");
        RefuseMissing(inputs, width, "input", source);
        RefuseMissing(targets, columns, "target", source);
        network.Likelihood.CheckTargets(targets, outputs, source);
        if (weights is not null)
            CheckWeights(weights, rows, source);

        // Training takes blocks of neighbouring rows as batches; files are often sorted by class or by sample.
        var order = new CounterRandom(0, RandomStreams.Of(RandomPurpose.Rows)).Permutation(rows);
        return new TrainingRows(Reorder(inputs, width, order), Reorder(targets, columns, order), weights is null ? null : Reorder(weights, 1, order), rows);
    }

    /// <summary>Refuses weights that are no event weights.</summary>
    public static void CheckWeights(ReadOnlySpan<float> weights, int rows, string source)
    {
        if (weights.Length != rows)
            throw new ArgumentException($"{source}: {weights.Length} event weights for {rows} rows; each row needs one.");
        var positive = false;
        for (var row = 0; row < rows; row++)
        {
            if (!(weights[row] >= 0 && float.IsFinite(weights[row])))
                throw new ArgumentException($"{source}: the event weight of row {row} is {weights[row]}; weights must be finite and not negative, or the posterior is no density. Remove such rows, or cancel negative weights against positive ones first.");
            positive |= weights[row] > 0;
        }

        if (!positive)
            throw new ArgumentException($"{source}: all {rows} event weights are 0. Check the weight column.");
    }

    /// <summary>A text that changes with any bit of the data.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var values in new[] { Inputs, Targets, Weights ?? [] })
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static float[] Reorder(float[] values, int width, int[] order)
    {
        var result = new float[values.Length];
        for (var row = 0; row < order.Length; row++)
            values.AsSpan(order[row] * width, width).CopyTo(result.AsSpan(row * width));
        return result;
    }

    private static void RefuseMissing(float[] values, int width, string what, string source)
    {
        var index = Array.FindIndex(values, v => !float.IsFinite(v));
        if (index >= 0)
            throw new ArgumentException($"{source}: {what} {index % width} of row {index / width} is {values[index]}; a network needs finite numbers. Remove such rows or fill them in first.");
    }
}
