using HepBayes.Networks;

namespace HepBayes.Generative.Engine;

/// <summary>Copies between rows of events, [rows, features], and tiles, [features, tile rows]. Missing rows of a tile are 0.</summary>
internal static unsafe class TileCopy<T> where T : unmanaged
{
    private const int Rows = RowTiles<T>.TileRows;

    public static void Gather(ReadOnlySpan<T> source, int width, T* target, int count)
    {
        for (var feature = 0; feature < width; feature++, target += Rows)
        {
            for (var r = 0; r < count; r++)
                target[r] = source[(r * width) + feature];
            new Span<T>(target + count, Rows - count).Clear();
        }
    }

    public static void GatherChosen(ReadOnlySpan<T> source, int width, ReadOnlySpan<int> chosen, T* target)
    {
        for (var feature = 0; feature < width; feature++, target += Rows)
        {
            for (var r = 0; r < chosen.Length; r++)
                target[r] = source[(chosen[r] * width) + feature];
            new Span<T>(target + chosen.Length, Rows - chosen.Length).Clear();
        }
    }

    public static void Scatter(T* source, int width, Span<T> target, int count)
    {
        for (var feature = 0; feature < width; feature++, source += Rows)
        {
            for (var r = 0; r < count; r++)
                target[(r * width) + feature] = source[r];
        }
    }
}
