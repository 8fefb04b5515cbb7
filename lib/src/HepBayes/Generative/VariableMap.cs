using HepBayes.Generative.Saving;

namespace HepBayes.Generative;

/// <summary>
/// A smooth one-to-one map of one variable to the whole real line, with the logarithm of its derivative, so that a density found
/// behind it can be given in the original variable: log p(x) = log p(u) + log |du/dx|.
/// </summary>
public abstract record VariableMap
{
    private protected VariableMap()
    {
    }

    /// <summary>u = x, for variables without bounds.</summary>
    public static VariableMap None { get; } = new Identity();

    /// <summary>u = log(x - low), for variables with a lower bound.</summary>
    /// <param name="low">The bound, in the unit of the variable.</param>
    /// <exception cref="ArgumentException">The bound is not finite.</exception>
    public static VariableMap Log(double low = 0) =>
        double.IsFinite(low) ? new Logarithm(low) : throw new ArgumentException($"The lower bound is {low}; it must be a finite number.", nameof(low));

    /// <summary>u = log(s / (1 - s)) with s = (x - low) / (high - low), for variables with two bounds.</summary>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <exception cref="ArgumentException">The bounds are not finite and rising.</exception>
    public static VariableMap Logit(double low, double high) =>
        double.IsFinite(low) && double.IsFinite(high) && low < high ? new LogOdds(low, high)
            : throw new ArgumentException($"The bounds are {low} and {high}; both must be finite, the lower one first.", nameof(high));

    /// <summary>This map followed by a scale and a shift, u' = (u - centre) / width.</summary>
    /// <param name="centre">What becomes 0.</param>
    /// <param name="width">What becomes 1, above 0.</param>
    /// <exception cref="ArgumentException">The width is not a positive number, or the centre is not finite.</exception>
    public VariableMap Standardised(double centre, double width) =>
        double.IsFinite(centre) && width > 0 && double.IsFinite(width) ? new Linear(this, centre, width)
            : throw new ArgumentException($"Centre and width are {centre} and {width}; the centre must be finite and the width positive.", nameof(width));

    /// <summary>The mapped value and log |du/dx|.</summary>
    /// <param name="x">The variable.</param>
    /// <returns>Not a number if x lies outside the bounds.</returns>
    public abstract (double Value, double LogDerivative) Apply(double x);

    /// <summary>The variable of a mapped value.</summary>
    /// <param name="u">Any real number.</param>
    public abstract double Invert(double u);

    /// <summary>The values that the map takes, for messages.</summary>
    internal abstract string Domain { get; }

    /// <summary>As saved in files.</summary>
    internal abstract MapState State { get; }

    private sealed record Identity : VariableMap
    {
        internal override string Domain => "a finite number";

        internal override MapState State => new("none");

        public override (double Value, double LogDerivative) Apply(double x) => (x, 0);

        public override double Invert(double u) => u;
    }

    private sealed record Logarithm(double Low) : VariableMap
    {
        internal override string Domain => $"a number above {Low}";

        internal override MapState State => new("log", Low);

        public override (double Value, double LogDerivative) Apply(double x)
        {
            var u = x > Low ? Math.Log(x - Low) : double.NaN;
            return (u, -u);
        }

        public override double Invert(double u) => Low + Math.Exp(u);
    }

    private sealed record LogOdds(double Low, double High) : VariableMap
    {
        internal override string Domain => $"a number between {Low} and {High}";

        internal override MapState State => new("logit", Low, High);

        public override (double Value, double LogDerivative) Apply(double x)
        {
            if (!(x > Low && x < High))
                return (double.NaN, double.NaN);
            var (below, above) = (Math.Log(x - Low), Math.Log(High - x));
            return (below - above, Math.Log(High - Low) - below - above);
        }

        public override double Invert(double u) => u > 0 ? High - ((High - Low) * Math.Exp(-u) / (1 + Math.Exp(-u))) : Low + ((High - Low) * Math.Exp(u) / (1 + Math.Exp(u)));
    }

    private sealed record Linear(VariableMap Inner, double Centre, double Width) : VariableMap
    {
        internal override string Domain => Inner.Domain;

        internal override MapState State => new("linear", Centre, Width, Inner.State);

        public override (double Value, double LogDerivative) Apply(double x)
        {
            var (u, slope) = Inner.Apply(x);
            return ((u - Centre) / Width, slope - Math.Log(Width));
        }

        public override double Invert(double u) => Inner.Invert(Centre + (Width * u));
    }
}
