namespace HepBayes.Networks.Kernels;

/// <summary>A number that the compiler knows, so that a kernel of one source is compiled for each size of its block.</summary>
internal interface ISize
{
    static abstract int Value { get; }
}
