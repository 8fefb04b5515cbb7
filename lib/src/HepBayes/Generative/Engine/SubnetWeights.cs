namespace HepBayes.Generative.Engine;

/// <summary>Parameters of the network of one block; weights [inputs, outputs] and [outputs, inputs], variances null without noise.</summary>
internal unsafe struct SubnetWeights<T> where T : unmanaged
{
    public T* Values;
    public T* Transposed;
    public T* Variances;
    public T* TransposedVariances;
}
