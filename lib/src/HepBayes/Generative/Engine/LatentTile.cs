using HepBayes.Networks;

namespace HepBayes.Generative.Engine;

/// <summary>Standard normal latent variables of one tile of rows.</summary>
internal static unsafe class LatentTile
{
    /// <summary>Fills [variables, tile rows]; the tile's number decides where its random numbers begin.</summary>
    public static void Fill<T>(in NoisePlace noise, int tile, int variables, T* target) where T : unmanaged
    {
        var numbers = variables * RowTiles<T>.TileRows;
        NormalTile.Fill(noise.Seed, noise.Stream, noise.Position + ((ulong)tile * (ulong)(numbers / NormalTile.PerPosition)), target, numbers);
    }
}
