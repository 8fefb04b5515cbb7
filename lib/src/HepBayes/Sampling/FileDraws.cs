using System.Runtime.InteropServices;
using HepBayes.Runtime;
using Microsoft.Win32.SafeHandles;

namespace HepBayes.Sampling;

/// <summary>
/// Draws in a file, float32 [draws, chains, parameters]. A draw is read when it is asked for. Parameters are read in blocks
/// of neighbours, of which one (at most <see cref="BlockBytes"/>) stays in memory: going through all parameters in order
/// reads the file once.
/// </summary>
internal sealed class FileDraws : DrawSource
{
    private const int BlockBytes = 64 << 20;
    private readonly Lock gate = new();
    private readonly SafeFileHandle handle;
    private readonly string path;
    private readonly int chains;
    private readonly int parameters;
    private readonly int draws;
    private float[] block = [];
    private int first;
    private int count;

    public FileDraws(string path, int chains, int parameters, int draws)
    {
        (this.path, this.chains, this.parameters, this.draws) = (path, chains, parameters, draws);
        handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    public override ReadOnlySpan<float> Position(int chain, int draw)
    {
        var values = new float[parameters];
        Read(chain, draw, 0, values);
        return values;
    }

    public override double[][] Parameter(int parameter)
    {
        lock (gate)
        {
            if (parameter < first || parameter >= first + count)
                LoadBlock(parameter);
            return [.. Enumerable.Range(0, chains).Select(chain => Column(parameter - first, chain))];
        }
    }

    private double[] Column(int inBlock, int chain)
    {
        var column = new double[draws];
        var values = block.AsSpan(((inBlock * chains) + chain) * draws, draws);
        for (var draw = 0; draw < draws; draw++)
            column[draw] = values[draw];
        return column;
    }

    // The block lies transposed, [parameters of the block, chains, draws].
    private void LoadBlock(int parameter)
    {
        var perParameter = (long)chains * draws * sizeof(float);
        var wanted = (int)Math.Clamp(BlockBytes / perParameter, 1, parameters - parameter);
        count = 0;
        if (block.Length < wanted * chains * draws)
            block = new float[wanted * chains * draws];
        var values = new float[wanted];
        for (var draw = 0; draw < draws; draw++)
        {
            for (var chain = 0; chain < chains; chain++)
            {
                Read(chain, draw, parameter, values);
                for (var i = 0; i < wanted; i++)
                    block[(((i * chains) + chain) * draws) + draw] = values[i];
            }
        }

        (first, count) = (parameter, wanted);
    }

    private void Read(int chain, int draw, int parameter, Span<float> values)
    {
        var bytes = MemoryMarshal.AsBytes(values);
        var offset = ((((long)draw * chains) + chain) * parameters + parameter) * sizeof(float);
        if (!RowFile.TryRead(handle, bytes, offset))
            throw new UserErrorException($"The draws in '{path}' end before draw {draw} of {draws}: the file was cut off after the run was opened. Open the run again.");
    }
}
