using System.Runtime.CompilerServices;

namespace HepBayes.Networks.Kernels;

/// <summary>Groups of one to four vectors, which the compiler keeps in registers.</summary>
internal static unsafe class VectorGroups<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    internal struct One : IVectorGroup<One, TVector, T>
    {
        private TVector a;

        public static int Count => 1;

        [MethodImpl(Inline)]
        public static One Create(TVector value) => new() { a = value };

        [MethodImpl(Inline)]
        public static One Load(T* source, nint stride) => new() { a = TOps.Load(source) };

        [MethodImpl(Inline)]
        public void AddProduct(TVector factor, One values)
        {
            a = TOps.MultiplyAdd(factor, values.a, a);
        }

        [MethodImpl(Inline)]
        public readonly void AddSums(T* target) => TOps.AddSums(target, 1, a, a, a, a);

        [MethodImpl(Inline)]
        public static void Store<TEnd>(One sums, T* target, T* stored, nint stride, TVector parameter)
            where TEnd : struct, IProductEnd<TVector, T> =>
            TOps.Store(TEnd.Apply(sums.a, stored, parameter), target);
    }

    internal struct Two : IVectorGroup<Two, TVector, T>
    {
        private TVector a, b;

        public static int Count => 2;

        [MethodImpl(Inline)]
        public static Two Create(TVector value) => new() { a = value, b = value };

        [MethodImpl(Inline)]
        public static Two Load(T* source, nint stride) => new() { a = TOps.Load(source), b = TOps.Load(source + stride) };

        [MethodImpl(Inline)]
        public void AddProduct(TVector factor, Two values)
        {
            a = TOps.MultiplyAdd(factor, values.a, a);
            b = TOps.MultiplyAdd(factor, values.b, b);
        }

        [MethodImpl(Inline)]
        public readonly void AddSums(T* target) => TOps.AddSums(target, 2, a, b, a, a);

        [MethodImpl(Inline)]
        public static void Store<TEnd>(Two sums, T* target, T* stored, nint stride, TVector parameter)
            where TEnd : struct, IProductEnd<TVector, T>
        {
            TOps.Store(TEnd.Apply(sums.a, stored, parameter), target);
            TOps.Store(TEnd.Apply(sums.b, stored + stride, parameter), target + stride);
        }
    }

    internal struct Three : IVectorGroup<Three, TVector, T>
    {
        private TVector a, b, c;

        public static int Count => 3;

        [MethodImpl(Inline)]
        public static Three Create(TVector value) => new() { a = value, b = value, c = value };

        [MethodImpl(Inline)]
        public static Three Load(T* source, nint stride) => new()
        {
            a = TOps.Load(source),
            b = TOps.Load(source + stride),
            c = TOps.Load(source + (2 * stride)),
        };

        [MethodImpl(Inline)]
        public void AddProduct(TVector factor, Three values)
        {
            a = TOps.MultiplyAdd(factor, values.a, a);
            b = TOps.MultiplyAdd(factor, values.b, b);
            c = TOps.MultiplyAdd(factor, values.c, c);
        }

        [MethodImpl(Inline)]
        public readonly void AddSums(T* target) => TOps.AddSums(target, 3, a, b, c, a);

        [MethodImpl(Inline)]
        public static void Store<TEnd>(Three sums, T* target, T* stored, nint stride, TVector parameter)
            where TEnd : struct, IProductEnd<TVector, T>
        {
            TOps.Store(TEnd.Apply(sums.a, stored, parameter), target);
            TOps.Store(TEnd.Apply(sums.b, stored + stride, parameter), target + stride);
            TOps.Store(TEnd.Apply(sums.c, stored + (2 * stride), parameter), target + (2 * stride));
        }
    }

    internal struct Four : IVectorGroup<Four, TVector, T>
    {
        private TVector a, b, c, d;

        public static int Count => 4;

        [MethodImpl(Inline)]
        public static Four Create(TVector value) => new() { a = value, b = value, c = value, d = value };

        [MethodImpl(Inline)]
        public static Four Load(T* source, nint stride) => new()
        {
            a = TOps.Load(source),
            b = TOps.Load(source + stride),
            c = TOps.Load(source + (2 * stride)),
            d = TOps.Load(source + (3 * stride)),
        };

        [MethodImpl(Inline)]
        public void AddProduct(TVector factor, Four values)
        {
            a = TOps.MultiplyAdd(factor, values.a, a);
            b = TOps.MultiplyAdd(factor, values.b, b);
            c = TOps.MultiplyAdd(factor, values.c, c);
            d = TOps.MultiplyAdd(factor, values.d, d);
        }

        [MethodImpl(Inline)]
        public readonly void AddSums(T* target) => TOps.AddSums(target, 4, a, b, c, d);

        [MethodImpl(Inline)]
        public static void Store<TEnd>(Four sums, T* target, T* stored, nint stride, TVector parameter)
            where TEnd : struct, IProductEnd<TVector, T>
        {
            TOps.Store(TEnd.Apply(sums.a, stored, parameter), target);
            TOps.Store(TEnd.Apply(sums.b, stored + stride, parameter), target + stride);
            TOps.Store(TEnd.Apply(sums.c, stored + (2 * stride), parameter), target + (2 * stride));
            TOps.Store(TEnd.Apply(sums.d, stored + (3 * stride), parameter), target + (3 * stride));
        }
    }
}
