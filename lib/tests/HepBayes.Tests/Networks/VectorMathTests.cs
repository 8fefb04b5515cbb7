using System.Runtime.Intrinsics;
using HepBayes.Networks;
using HepBayes.Networks.Kernels;
using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Networks;

public class VectorMathTests
{
    [Fact]
    public void Vectors512() => Check<Operations512<float>, Vector512<float>, Operations512<double>, Vector512<double>>();

    [Fact]
    public void Vectors256() => Check<Operations256<float>, Vector256<float>, Operations256<double>, Vector256<double>>();

    [Fact]
    public void Vectors128() => Check<Operations128<float>, Vector128<float>, Operations128<double>, Vector128<double>>();

    [Fact]
    public void EndsOfTheRangeAreExact()
    {
        Assert.Equal(float.PositiveInfinity, Exp(100));
        Assert.Equal(0, Exp(-200));
        Assert.Equal(1, Exp(0));
        Assert.True(float.IsNaN(Exp(float.NaN)));
        Assert.True(float.IsNaN(Tanh(float.NaN)));
        Assert.Equal(-1, Tanh(float.NegativeInfinity));
        Assert.Equal(1, Tanh(50));
        Assert.Equal(1e-20f, Tanh(1e-20f));
    }

    // Errors in units in the last place of the exact result.
    private static void Check<TOps32, TVector32, TOps64, TVector64>()
        where TOps32 : struct, IVectorOperations<TVector32, float>
        where TVector32 : struct
        where TOps64 : struct, IVectorOperations<TVector64, double>
        where TVector64 : struct
    {
        Units<TOps32, TVector32>("exp", -86.9, 88.7, VectorMath<TOps32, TVector32, float>.Exp, Math.Exp, 1.5);
        Units<TOps32, TVector32>("exp below 0", -86.9, 0, VectorMath<TOps32, TVector32, float>.ExpOfNegative, Math.Exp, 1.5);
        Units<TOps32, TVector32>("log1p", 0, 1, VectorMath<TOps32, TVector32, float>.LogOnePlus, LogOnePlus, 2);
        Units<TOps32, TVector32>("log1p near 0", 0, 1e-3, VectorMath<TOps32, TVector32, float>.LogOnePlus, LogOnePlus, 2);
        Units<TOps32, TVector32>("expm1", -20, 0, VectorMath<TOps32, TVector32, float>.ExpMinusOneOfNegative, ExpMinusOne, 2);
        Units<TOps32, TVector32>("expm1 near 0", -1e-3, 0, VectorMath<TOps32, TVector32, float>.ExpMinusOneOfNegative, ExpMinusOne, 2);
        Units<TOps32, TVector32>("tanh", -12, 12, VectorMath<TOps32, TVector32, float>.Tanh, Math.Tanh, 3);
        Units<TOps32, TVector32>("tanh near 0", -0.01, 0.01, VectorMath<TOps32, TVector32, float>.Tanh, Math.Tanh, 3);
        Units<TOps32, TVector32>("sigmoid", -80, 80, VectorMath<TOps32, TVector32, float>.Sigmoid, z => 1 / (1 + Math.Exp(-z)), 3);
        Absolute<TOps32, TVector32, float>("Phi", -10, 10, z => VectorMath<TOps32, TVector32, float>.NormalCumulative(z, out _), z => Normal.CDF(0, 1, z), 1.8e-7);
        Absolute<TOps64, TVector64, double>("exp", -30, 1, VectorMath<TOps64, TVector64, double>.Exp, Math.Exp, 2e-15);
        Absolute<TOps64, TVector64, double>("expm1", -30, 0, VectorMath<TOps64, TVector64, double>.ExpMinusOneOfNegative, ExpMinusOne, 1e-15);
        Absolute<TOps64, TVector64, double>("exp below 0", -30, 0, VectorMath<TOps64, TVector64, double>.ExpOfNegative, Math.Exp, 1e-15);
        Absolute<TOps64, TVector64, double>("log1p", 0, 1, VectorMath<TOps64, TVector64, double>.LogOnePlus, LogOnePlus, 1e-15);
        Absolute<TOps64, TVector64, double>("tanh", -30, 30, VectorMath<TOps64, TVector64, double>.Tanh, Math.Tanh, 1e-15);
        Absolute<TOps64, TVector64, double>("Phi", -30, 30, z => VectorMath<TOps64, TVector64, double>.NormalCumulative(z, out _), z => Normal.CDF(0, 1, z), 1e-15);
    }

    // exp(z) - 1 from tanh, without cancellation.
    private static double ExpMinusOne(double z)
    {
        var t = Math.Tanh(z / 2);
        return 2 * t / (1 - t);
    }

    // log(1 + x) from artanh, without cancellation.
    private static double LogOnePlus(double x) => 2 * Math.Atanh(x / (2 + x));

    private static void Units<TOps, TVector>(string name, double low, double high, Func<TVector, TVector> function, Func<double, double> exact, double most)
        where TOps : struct, IVectorOperations<TVector, float>
        where TVector : struct =>
        Compare<TOps, TVector, float>(low, high, function, exact, (x, value, expected) =>
        {
            var unit = (double)MathF.BitIncrement(MathF.Abs((float)expected)) - MathF.Abs((float)expected);
            Assert.True(Math.Abs(value - expected) <= most * unit, $"{name}({x}) = {value}, expected {expected}: {Math.Abs(value - expected) / unit} units");
        });

    private static void Absolute<TOps, TVector, T>(string name, double low, double high, Func<TVector, TVector> function, Func<double, double> exact, double most)
        where TOps : struct, IVectorOperations<TVector, T>
        where TVector : struct
        where T : unmanaged =>
        Compare<TOps, TVector, T>(low, high, function, exact, (x, value, expected) =>
            Assert.True(Math.Abs(value - expected) <= most, $"{name}({x}) = {value}, expected {expected}"));

    private static unsafe void Compare<TOps, TVector, T>(double low, double high, Func<TVector, TVector> function, Func<double, double> exact, Action<double, double, double> check)
        where TOps : struct, IVectorOperations<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        const int Steps = 20_000;
        var x = stackalloc T[TOps.Count];
        var y = stackalloc T[TOps.Count];
        for (var first = 0; first < Steps; first += TOps.Count)
        {
            for (var i = 0; i < TOps.Count; i++)
                x[i] = Real.From<T>(low + ((high - low) * (first + i) / Steps));
            TOps.Store(function(TOps.Load(x)), y);
            for (var i = 0; i < TOps.Count; i++)
                check(Real.ToDouble(x[i]), Real.ToDouble(y[i]), exact(Real.ToDouble(x[i])));
        }
    }

    private static float Exp(float x) => VectorMath<Operations128<float>, Vector128<float>, float>.Exp(Vector128.Create(x)).GetElement(0);

    private static float Tanh(float x) => VectorMath<Operations128<float>, Vector128<float>, float>.Tanh(Vector128.Create(x)).GetElement(0);
}
