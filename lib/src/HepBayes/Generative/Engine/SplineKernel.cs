using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HepBayes.Generative.Engine;

/// <summary>
/// The monotone rational-quadratic spline of arXiv 1906.04032. Parameters of a variable: K widths and K heights (before softmax),
/// K - 1 slopes at the inner knots (before softplus); the slopes at both ends are 1, those of the tails. All 0 is the identity.
/// </summary>
internal sealed unsafe class SplineKernel<T>(int bins, double bound) : CouplingKernel<T> where T : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const double Least = 1e-3;

    // softplus(SlopeOffset) + Least = 1.
    private static readonly double SlopeOffset = Math.Log(Math.Exp(1 - Least) - 1);

    private static Vector256<T> One => Vector256<T>.One;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(T* parameters, T* x, T* logDeterminant)
    {
        var shares = stackalloc Vector256<T>[2 * bins];
        for (var r = 0; r < Rows; r += Vector256<T>.Count)
        {
            var value = Vector256.Load(x + r);
            var piece = Find(parameters + r, shares, value, byHeight: false, out var inside);
            var terms = new Terms(piece, (value - piece.X) / piece.Width);
            Vector256.ConditionalSelect(inside, terms.Value(piece), value).Store(x + r);
            Vector256.ConditionalSelect(inside, Vector256.Load(logDeterminant + r) + terms.LogSlope(), Vector256.Load(logDeterminant + r)).Store(logDeterminant + r);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Inverse(T* parameters, T* y, T* logDeterminant)
    {
        var shares = stackalloc Vector256<T>[2 * bins];
        for (var r = 0; r < Rows; r += Vector256<T>.Count)
        {
            var value = Vector256.Load(y + r);
            var piece = Find(parameters + r, shares, value, byHeight: true, out var inside);
            var terms = new Terms(piece, Root(piece, value - piece.Y));
            Vector256.ConditionalSelect(inside, Lane<T>.Fma(terms.Place, piece.Width, piece.X), value).Store(y + r);
            Vector256.ConditionalSelect(inside, Vector256.Load(logDeterminant + r) - terms.LogSlope(), Vector256.Load(logDeterminant + r)).Store(logDeterminant + r);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(T* parameters, T* x, T* gradient, T* logGradient, T* parameterGradient)
    {
        var shares = stackalloc Vector256<T>[2 * bins];
        for (var r = 0; r < Rows; r += Vector256<T>.Count)
        {
            var value = Vector256.Load(x + r);
            var piece = Find(parameters + r, shares, value, byHeight: false, out var inside);
            var terms = new Terms(piece, (value - piece.X) / piece.Width);
            var own = Vector256.Load(gradient + r);
            var slopes = terms.Gradient(piece, own, Vector256.Load(logGradient + r));
            Vector256.ConditionalSelect(inside, slopes.Value, own).Store(gradient + r);
            // Outside nothing depends on the parameters.
            Shares(shares, piece.Index, slopes.X & inside, slopes.Width & inside, parameterGradient + r);
            Shares(shares + bins, piece.Index, slopes.Y & inside, slopes.Height & inside, parameterGradient + (bins * Rows) + r);
            Slopes(piece, slopes.Left & inside, slopes.Right & inside, parameterGradient + (2 * bins * Rows) + r);
        }
    }

    // The piece that holds a value; softmax shares of widths and heights are left in the given memory.
    [MethodImpl(Inline)]
    private Piece Find(T* parameters, Vector256<T>* shares, Vector256<T> value, bool byHeight, out Vector256<T> inside)
    {
        Softmax(parameters, shares);
        Softmax(parameters + (bins * Rows), shares + bins);
        var edge = Lane<T>.Of(bound);
        inside = Vector256.LessThan(Vector256.Abs(value), edge);
        var piece = new Piece { X = -edge, Y = -edge, Width = Size(shares[0]), Height = Size(shares[bins]) };
        // Inner knots have slope parameters; both ends the parameter 0, which is a slope of 1.
        piece.Right = Vector256.Load(parameters + (2 * bins * Rows));
        Vector256<T> x = piece.X + piece.Width, y = piece.Y + piece.Height;
        for (var k = 1; k < bins; k++)
        {
            var beyond = Vector256.GreaterThanOrEqual(value, byHeight ? y : x);
            Vector256<T> width = Size(shares[k]), height = Size(shares[bins + k]);
            piece.Index = Vector256.ConditionalSelect(beyond, Lane<T>.Of(k), piece.Index);
            piece.X = Vector256.ConditionalSelect(beyond, x, piece.X);
            piece.Y = Vector256.ConditionalSelect(beyond, y, piece.Y);
            piece.Width = Vector256.ConditionalSelect(beyond, width, piece.Width);
            piece.Height = Vector256.ConditionalSelect(beyond, height, piece.Height);
            piece.Left = Vector256.ConditionalSelect(beyond, Vector256.Load(parameters + (((2 * bins) + k - 1) * Rows)), piece.Left);
            piece.Right = Vector256.ConditionalSelect(beyond, k < bins - 1 ? Vector256.Load(parameters + (((2 * bins) + k) * Rows)) : Vector256<T>.Zero, piece.Right);
            x += width;
            y += height;
        }

        return piece;
    }

    [MethodImpl(Inline)]
    private Vector256<T> Size(Vector256<T> share) => Lane<T>.Fma(share, Lane<T>.Of(2 * bound * (1 - (bins * Least))), Lane<T>.Of(2 * bound * Least));

    [MethodImpl(Inline)]
    private void Softmax(T* parameters, Vector256<T>* shares)
    {
        var most = Vector256.Load(parameters);
        for (var k = 1; k < bins; k++)
            most = Vector256.Max(most, Vector256.Load(parameters + (k * Rows)));
        var sum = Vector256<T>.Zero;
        for (var k = 0; k < bins; k++)
        {
            shares[k] = Lane<T>.Exp(Vector256.Load(parameters + (k * Rows)) - most);
            sum += shares[k];
        }

        var scale = One / sum;
        for (var k = 0; k < bins; k++)
            shares[k] *= scale;
    }

    // y' = height n(place) / d(place) solved for the place, equations 6 to 8, in the form that does not cancel.
    [MethodImpl(Inline)]
    private static Vector256<T> Root(Piece piece, Vector256<T> y)
    {
        Vector256<T> left = Slope(piece.Left), right = Slope(piece.Right), mean = piece.Height / piece.Width;
        var bend = y * (left + right - (mean + mean));
        var a = (piece.Height * (mean - left)) + bend;
        var b = (piece.Height * left) - bend;
        var c = -mean * y;
        var root = Vector256.Sqrt(Vector256.Max(Vector256<T>.Zero, (b * b) - (Lane<T>.Of(4) * a * c)));
        return (c + c) / (-b - root);
    }

    [MethodImpl(Inline)]
    private static Vector256<T> Slope(Vector256<T> parameter) => Lane<T>.Softplus(parameter + Lane<T>.Of(SlopeOffset)) + Lane<T>.Of(Least);

    // From the gradients with respect to the left edge of the piece and its size to those of the parameters in the softmax.
    [MethodImpl(Inline)]
    private void Shares(Vector256<T>* shares, Vector256<T> index, Vector256<T> edge, Vector256<T> size, T* target)
    {
        var scale = Lane<T>.Of(2 * bound * (1 - (bins * Least)));
        var mean = Vector256<T>.Zero;
        for (var k = 0; k < bins; k++)
            mean = Lane<T>.Fma(shares[k], Of(k, index, edge, size), mean);
        for (var k = 0; k < bins; k++)
            (shares[k] * scale * (Of(k, index, edge, size) - mean)).Store(target + (k * Rows));
    }

    [MethodImpl(Inline)]
    private static Vector256<T> Of(int k, Vector256<T> index, Vector256<T> edge, Vector256<T> size)
    {
        var own = Lane<T>.Of(k);
        return (edge & Vector256.GreaterThan(index, own)) + (size & Vector256.Equals(index, own));
    }

    [MethodImpl(Inline)]
    private void Slopes(Piece piece, Vector256<T> left, Vector256<T> right, T* target)
    {
        left *= Lane<T>.Sigmoid(piece.Left + Lane<T>.Of(SlopeOffset));
        right *= Lane<T>.Sigmoid(piece.Right + Lane<T>.Of(SlopeOffset));
        for (var knot = 1; knot < bins; knot++, target += Rows)
            ((left & Vector256.Equals(piece.Index, Lane<T>.Of(knot))) + (right & Vector256.Equals(piece.Index, Lane<T>.Of(knot - 1)))).Store(target);
    }

    /// <summary>A piece of the spline: number, lower corner, size, and the slope parameters at both ends.</summary>
    private struct Piece
    {
        public Vector256<T> Index;
        public Vector256<T> X;
        public Vector256<T> Y;
        public Vector256<T> Width;
        public Vector256<T> Height;
        public Vector256<T> Left;
        public Vector256<T> Right;
    }

    /// <summary>Gradients with respect to the value that is mapped and to what describes the piece.</summary>
    private struct Gradients
    {
        public Vector256<T> Value;
        public Vector256<T> X;
        public Vector256<T> Y;
        public Vector256<T> Width;
        public Vector256<T> Height;
        public Vector256<T> Left;
        public Vector256<T> Right;
    }

    /// <summary>
    /// At the place p in [0, 1] of a piece of mean slope s: y = Y + height n / d and slope s^2 a / d^2, with n = s p^2 + left p (1 - p),
    /// d = s + (left + right - 2 s) p (1 - p), a = right p^2 + 2 s p (1 - p) + left (1 - p)^2 (equations 4 and 5).
    /// </summary>
    private readonly struct Terms
    {
        public readonly Vector256<T> Place;
        private readonly Vector256<T> rest, both, mean, left, right, n, d, a;

        [MethodImpl(Inline)]
        public Terms(Piece piece, Vector256<T> place)
        {
            (Place, rest, both) = (place, One - place, place * (One - place));
            (left, right, mean) = (Slope(piece.Left), Slope(piece.Right), piece.Height / piece.Width);
            n = Lane<T>.Fma(mean * Place, Place, left * both);
            d = Lane<T>.Fma(left + right - (mean + mean), both, mean);
            a = (right * Place * Place) + ((mean + mean) * both) + (left * rest * rest);
        }

        [MethodImpl(Inline)]
        public Vector256<T> Value(Piece piece) => Lane<T>.Fma(piece.Height, n / d, piece.Y);

        [MethodImpl(Inline)]
        public Vector256<T> LogSlope()
        {
            var ratio = mean / d;
            return Lane<T>.Log(ratio * ratio * a);
        }

        /// <summary>The chain rule, from the result back.</summary>
        [MethodImpl(Inline)]
        public Gradients Gradient(Piece piece, Vector256<T> onY, Vector256<T> onLog)
        {
            Vector256<T> twice = onLog + onLog, perD = One / d, turn = One - (Place + Place);
            var onN = onY * piece.Height * perD;
            var onD = -(((onN * n) + twice) * perD);
            var onA = onLog / a;
            var onMean = (twice / mean) + (onA * (both + both)) + (onN * Place * Place) + (onD * (One - (both + both)));
            var onPlace = (onA * ((right * (Place + Place)) + ((mean + mean) * turn) - (left * (rest + rest))))
                + (onN * ((mean * (Place + Place)) + (left * turn)))
                + (onD * (left + right - (mean + mean)) * turn);
            var perWidth = One / piece.Width;
            return new Gradients
            {
                Value = onPlace * perWidth,
                X = -(onPlace * perWidth),
                Y = onY,
                Width = -(((onMean * mean) + (onPlace * Place)) * perWidth),
                Height = (onY * n * perD) + (onMean * perWidth),
                Left = (onA * rest * rest) + ((onN + onD) * both),
                Right = (onA * Place * Place) + (onD * both),
            };
        }
    }
}
