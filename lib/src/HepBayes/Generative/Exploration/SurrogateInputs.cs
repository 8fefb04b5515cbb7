using System.Security.Cryptography;
using System.Text;
using HepBayes.Data;
using HepBayes.Preprocessing;

namespace HepBayes.Generative.Exploration;

/// <summary>How points become inputs of a network: quantities are added, columns chosen and scaled. The scales are fixed once, so that networks can go on learning round after round.</summary>
public sealed class SurrogateInputs
{
    private readonly IReadOnlyList<string> columns;
    private readonly Func<Table, Table> add;
    private readonly StandardScaler scaler;

    /// <summary>Fixes the scales.</summary>
    /// <param name="reference">Points as they may be asked about, at least some hundred: the pool, or random points of a box. Answers are not needed.</param>
    /// <param name="columns">The inputs: parameters, and what <paramref name="add"/> adds.</param>
    /// <param name="add">Adds columns that follow from the parameters, for example <c>t => PmssmInputs.Add(t, PmssmInputs.HiggsMass)</c>; null for none.</param>
    /// <exception cref="Runtime.UserErrorException">A column is missing, constant or not finite.</exception>
    public SurrogateInputs(Table reference, IReadOnlyList<string> columns, Func<Table, Table>? add = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(columns);
        (this.columns, this.add) = ([.. columns], add ?? (points => points));
        scaler = StandardScaler.Fit(this.add(reference), this.columns);
        Name = $"{columns.Count} inputs, {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(scaler.ToJson())))[..16]}";
    }

    /// <summary>Number of inputs.</summary>
    public int Count => columns.Count;

    internal string Name { get; }

    /// <summary>The inputs of points, [points, inputs], row by row.</summary>
    /// <param name="points">Points, with their parameters as columns.</param>
    public float[] Of(Table points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return scaler.Transform(add(points).Select([.. columns])).Matrix(columns);
    }
}
