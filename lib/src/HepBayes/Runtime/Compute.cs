using TorchSharp;

namespace HepBayes.Runtime;

/// <summary>Which device computes, and on how many threads.</summary>
public static class Compute
{
    private static int threads = Environment.ProcessorCount;

    /// <summary>
    /// Threads that computations on the processor use, at least 1; all cores at the start. Results do not depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public static int Threads
    {
        get => threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            threads = value;
            NativeLibraries.EnsureLoaded();
            torch.set_num_threads(value);
        }
    }

    /// <summary>The first CUDA device if this build has CUDA and one is present, otherwise the processor.</summary>
    public static torch.Device BestDevice
    {
        get
        {
            NativeLibraries.EnsureLoaded();
            return torch.cuda.is_available() ? torch.CUDA : torch.CPU;
        }
    }

    /// <summary>Options for loops that run on <see cref="Threads"/> threads.</summary>
    internal static ParallelOptions Parallel => new() { MaxDegreeOfParallelism = threads };
}
