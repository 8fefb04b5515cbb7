using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Generative.Engine;

/// <summary>Goes through rows tile by tile on all threads; which thread takes which tile has no influence on any row.</summary>
internal static class TileLoop<T> where T : unmanaged
{
    private const int Rows = RowTiles<T>.TileRows;
    private const int TilesOfPiece = 8;

    /// <summary>Runs a body for each tile.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="rent">Gives the memory of one thread.</param>
    /// <param name="giveBack">Takes it back.</param>
    /// <param name="body">Called with the memory, the first row of the tile and the number of its rows.</param>
    public static void Run<TSpace>(int rows, Func<TSpace> rent, Action<TSpace> giveBack, Action<TSpace, int, int> body)
    {
        var tiles = (rows + Rows - 1) / Rows;
        Parallel.For(0, (tiles + TilesOfPiece - 1) / TilesOfPiece, Compute.Parallel, piece =>
        {
            var space = rent();
            for (var tile = piece * TilesOfPiece; tile < Math.Min(tiles, (piece + 1) * TilesOfPiece); tile++)
                body(space, tile * Rows, Math.Min(Rows, rows - (tile * Rows)));
            giveBack(space);
        });
    }
}
