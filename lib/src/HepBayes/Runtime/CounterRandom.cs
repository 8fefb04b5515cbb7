namespace HepBayes.Runtime;

/// <summary>
/// A counter-based random-number generator (Philox4x32-10; Salmon, Moraes, Dror, Shaw, SC'11). The numbers are a pure
/// function of seed, stream and position: streams are independent, the same on every device and platform, and the whole
/// state that a checkpoint must keep is <see cref="Position"/>.
/// </summary>
/// <param name="seed">The seed that the user chose.</param>
/// <param name="stream">Which of the independent streams of that seed, for example one a chain.</param>
public sealed class CounterRandom(ulong seed, ulong stream = 0)
{
    private const double TwoToMinus32 = 1.0 / 4294967296.0;

    /// <summary>The seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The stream.</summary>
    public ulong Stream { get; } = stream;

    /// <summary>Number of 128-bit blocks drawn so far; set it to continue from a saved state.</summary>
    public ulong Position { get; set; }

    /// <summary>A uniform number in (0, 1), with 53 random bits.</summary>
    public double NextDouble()
    {
        var (a, b, _, _) = NextBlock();
        return ((((ulong)a << 21) | (b >> 11)) + 0.5) * (1.0 / (1UL << 53));
    }

    /// <summary>A uniform integer in [0, <paramref name="bound"/>), without modulo bias.</summary>
    /// <param name="bound">Upper limit, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var threshold = (uint)(-bound) % (uint)bound;
        while (true)
        {
            var product = (ulong)NextBlock().Item1 * (uint)bound;
            if ((uint)product >= threshold)
                return (int)(product >> 32);
        }
    }

    /// <summary>A standard normal number (Box and Muller).</summary>
    public double NextNormal()
    {
        var (a, b, _, _) = NextBlock();
        return BoxMuller(a, b).First;
    }

    /// <summary>Fills a span with independent standard normal numbers.</summary>
    /// <param name="values">The span to fill.</param>
    public void FillNormal(Span<float> values)
    {
        for (var i = 0; i < values.Length; i += 4)
        {
            var (a, b, c, d) = NextBlock();
            var (x0, x1) = BoxMuller(a, b);
            var (x2, x3) = BoxMuller(c, d);
            values[i] = (float)x0;
            if (i + 1 < values.Length) values[i + 1] = (float)x1;
            if (i + 2 < values.Length) values[i + 2] = (float)x2;
            if (i + 3 < values.Length) values[i + 3] = (float)x3;
        }
    }

    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in random order (Fisher and Yates).</summary>
    /// <param name="count">How many numbers.</param>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        for (var i = count - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private static (double First, double Second) BoxMuller(uint a, uint b)
    {
        var radius = Math.Sqrt(-2 * Math.Log((a + 0.5) * TwoToMinus32));
        var (sin, cos) = Math.SinCos(2 * Math.PI * (b + 0.5) * TwoToMinus32);
        return (radius * cos, radius * sin);
    }

    private (uint, uint, uint, uint) NextBlock()
    {
        var (x0, x1, x2, x3) = ((uint)Position, (uint)(Position >> 32), (uint)Stream, (uint)(Stream >> 32));
        var (k0, k1) = ((uint)Seed, (uint)(Seed >> 32));
        Position++;
        for (var round = 0; round < 10; round++)
        {
            var p0 = 0xD2511F53UL * x0;
            var p1 = 0xCD9E8D57UL * x2;
            (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return (x0, x1, x2, x3);
    }
}
