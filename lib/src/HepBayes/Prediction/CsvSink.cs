using System.Globalization;
using System.Text;

namespace HepBayes.Prediction;

/// <summary>Writes predictions as text, a line for each row below a line of names; float32 values come back exactly.</summary>
internal sealed class CsvSink(Stream stream) : IPredictionSink, IDisposable
{
    private const int LongestNumber = 32;
    private readonly byte[] buffer = new byte[1 << 16];
    private int used;

    public void Write(PredictionBlock block)
    {
        if (block.FirstRow == 0)
            stream.Write(Encoding.UTF8.GetBytes(string.Join(',', block.Columns) + "\n"));
        for (var row = 0; row < block.Rows; row++)
        {
            for (var c = 0; c < block.Columns.Count; c++)
            {
                if (used + LongestNumber > buffer.Length)
                    Flush();
                block.Values(c)[row].TryFormat(buffer.AsSpan(used), out var written, provider: CultureInfo.InvariantCulture);
                used += written;
                buffer[used++] = (byte)(c == block.Columns.Count - 1 ? '\n' : ',');
            }
        }
    }

    public void Dispose() => Flush();

    private void Flush()
    {
        stream.Write(buffer, 0, used);
        used = 0;
    }
}
