using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HepBayes.Runtime;

namespace HepBayes.Sampling.Learned;

/// <summary>
/// A leapfrog whose steps are altered by networks (arXiv 1711.09268), as training has left it. Never changes: a sampler that
/// uses it is exact whatever it has learned; good training only makes it fast. Holds no native memory.
/// </summary>
public sealed class LearnedLeapfrog
{
    internal LearnedLeapfrog(LeapfrogLayout layout, bool[][] masks, double[] weights)
    {
        (Layout, Masks, Weights) = (layout, masks, weights);
        Momentum = new LeapfrogNetwork(layout, weights.AsMemory(0, layout.NetworkLength));
        Position = new LeapfrogNetwork(layout, weights.AsMemory(layout.NetworkLength, layout.NetworkLength));
        StepSize = Math.Exp(weights[^1]);
    }

    /// <summary>Length of the parameter vector it was trained for.</summary>
    public int Parameters => Layout.Parameters;

    /// <summary>Units of each hidden layer of the two networks.</summary>
    public int Hidden => Layout.Hidden;

    /// <summary>Augmented leapfrog steps of a trajectory; each costs one gradient.</summary>
    public int Steps => Masks.Length;

    /// <summary>The learned step size.</summary>
    public double StepSize { get; }

    /// <summary>How the training went.</summary>
    public L2HmcHistory History { get; internal init; } = new([], [], [], []);

    /// <summary>
    /// Gradients of the log density that the training evaluated, over all its chains: three a step, two of which say how the
    /// gradient changes, and one at each start.
    /// </summary>
    public long TrainingGradients { get; internal init; }

    internal LeapfrogLayout Layout { get; }

    /// <summary>Coordinates that each step moves first, [steps][parameters].</summary>
    internal bool[][] Masks { get; }

    internal double[] Weights { get; }

    internal LeapfrogNetwork Momentum { get; }

    internal LeapfrogNetwork Position { get; }

    /// <summary>Identifies masks and weights.</summary>
    internal string Fingerprint
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var mask in Masks)
                hash.AppendData(MemoryMarshal.AsBytes<bool>(mask));
            hash.AppendData(MemoryMarshal.AsBytes<double>(Weights));
            return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
        }
    }

    /// <summary>Writes a text file (JSON) with everything, from which <see cref="Read"/> makes the same bits.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="IOException">The file could not be written; nothing was changed.</exception>
    public void Write(string path) => LeapfrogFile.Write(path, this);

    /// <summary>Reads a file of <see cref="Write"/>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserErrorException">The file is missing, cut off, or not of this kind; the message says where.</exception>
    public static LearnedLeapfrog Read(string path) => LeapfrogFile.Read(path);
}
