namespace HepBayes.Physics;

/// <content>The shapes that there are.</content>
public abstract partial class Shape
{
    /// <summary>A Gaussian: exp(-(x - mean)^2 / (2 sigma^2)).</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="sigma">The standard deviation. Range: above 0.</param>
    /// <exception cref="ArgumentException">Sigma does not start above 0.</exception>
    public static Shape Gaussian(FitParameter mean, FitParameter sigma) => new GaussianShape(mean, sigma);

    /// <summary>Two Gaussians with one mean. The fraction counts the events of both on the whole axis, not only in the fit range.</summary>
    /// <param name="mean">The mean of both.</param>
    /// <param name="sigma1">The standard deviation of the first. Range: above 0; keep its limits apart from those of the second, or the two may swap.</param>
    /// <param name="sigma2">The standard deviation of the second. Range: above 0.</param>
    /// <param name="fraction">The share of the first. Range: 0 to 1.</param>
    /// <exception cref="ArgumentException">A sigma does not start above 0.</exception>
    public static Shape DoubleGaussian(FitParameter mean, FitParameter sigma1, FitParameter sigma2, FitParameter fraction) =>
        new DoubleGaussianShape(mean, sigma1, sigma2, fraction);

    /// <summary>
    /// The Crystal Ball shape: a Gaussian that goes over, alpha standard deviations below the mean, into a power law, as energy
    /// loss by radiation makes it (J. Gaiser, SLAC-R-255 (1982), appendix F). Value and slope are continuous.
    /// </summary>
    /// <param name="mean">The mean of the Gaussian.</param>
    /// <param name="sigma">Its standard deviation. Range: above 0.</param>
    /// <param name="alpha">Where the tail begins, in standard deviations below the mean. Range: above 0.</param>
    /// <param name="power">The power n of the tail. Range: above 0. Data rarely determine it: fix it or constrain it.</param>
    /// <exception cref="ArgumentException">Sigma, alpha or power does not start above 0.</exception>
    public static Shape CrystalBall(FitParameter mean, FitParameter sigma, FitParameter alpha, FitParameter power) =>
        new CrystalBallShape("Crystal Ball", [mean, sigma, alpha, power]);

    /// <summary>The Crystal Ball shape with a power-law tail on each side.</summary>
    /// <param name="mean">The mean of the Gaussian.</param>
    /// <param name="sigma">Its standard deviation. Range: above 0.</param>
    /// <param name="alphaLow">Where the lower tail begins, in standard deviations below the mean. Range: above 0.</param>
    /// <param name="powerLow">The power of the lower tail. Range: above 0.</param>
    /// <param name="alphaHigh">Where the upper tail begins, in standard deviations above the mean. Range: above 0.</param>
    /// <param name="powerHigh">The power of the upper tail. Range: above 0.</param>
    /// <exception cref="ArgumentException">A parameter but the mean does not start above 0.</exception>
    public static Shape DoubleCrystalBall(
        FitParameter mean, FitParameter sigma, FitParameter alphaLow, FitParameter powerLow, FitParameter alphaHigh, FitParameter powerHigh) =>
        new CrystalBallShape("two-sided Crystal Ball", [mean, sigma, alphaLow, powerLow, alphaHigh, powerHigh]);

    /// <summary>The plain Breit-Wigner or Cauchy shape: 1 / ((x - mass)^2 + width^2 / 4).</summary>
    /// <param name="mass">The mass.</param>
    /// <param name="width">The full width at half maximum. Range: above 0.</param>
    /// <exception cref="ArgumentException">The width does not start above 0.</exception>
    public static Shape BreitWigner(FitParameter mass, FitParameter width) => new BreitWignerShape(mass, width);

    /// <summary>
    /// The relativistic Breit-Wigner shape with a constant width: 1 / ((x^2 - mass^2)^2 + mass^2 width^2) for an invariant mass x.
    /// </summary>
    /// <remarks>
    /// The mass of the Z is quoted for a width that rises with x^2, 1 / ((x^2 - M^2)^2 + x^4 G^2 / M^2) (Particle Data Group,
    /// review of the Z boson). That is the same shape with mass = M / sqrt(1 + G^2/M^2) and width = G / sqrt(1 + G^2/M^2): for
    /// the Z a mass that is 34.1 MeV lower.
    /// </remarks>
    /// <param name="mass">The mass. Range: above 0.</param>
    /// <param name="width">The width. Range: above 0.</param>
    /// <exception cref="ArgumentException">Mass or width does not start above 0.</exception>
    public static Shape RelativisticBreitWigner(FitParameter mass, FitParameter width) => new RelativisticBreitWignerShape(mass, width);

    /// <summary>
    /// The plain Breit-Wigner shape seen with a Gaussian resolution: their convolution, Re w(z) with
    /// z = (x - mass + i width/2) / (sigma sqrt 2) and the Faddeeva function w.
    /// </summary>
    /// <remarks>Width and resolution are strongly correlated where one of them is much smaller: fix what is known.</remarks>
    /// <param name="mass">The mass.</param>
    /// <param name="width">The natural width (full width at half maximum). Range: above 0.</param>
    /// <param name="sigma">The resolution. Range: above 0.</param>
    /// <exception cref="ArgumentException">Width or sigma does not start above 0.</exception>
    public static Shape Voigtian(FitParameter mass, FitParameter width, FitParameter sigma) => new VoigtianShape(mass, width, sigma);

    /// <summary>
    /// The plain Breit-Wigner shape seen with a Crystal Ball resolution about 0: their convolution, the usual shape for a Z that
    /// decays to leptons, which lose energy by radiation.
    /// </summary>
    /// <remarks>
    /// The convolution is a Voigtian and, for what the tail has above the Gaussian, a quadrature of fixed order, better than 1e-9.
    /// It takes time in proportion to the range in units of the width: for a line far narrower than the resolution take
    /// <see cref="CrystalBall"/>. Data rarely tell the width from the resolution: fix or constrain sigma.
    /// </remarks>
    /// <param name="mass">The mass.</param>
    /// <param name="width">The natural width (full width at half maximum). Range: above 0.</param>
    /// <param name="sigma">The standard deviation of the Gaussian part of the resolution. Range: above 0.</param>
    /// <param name="alpha">Where the tail begins, in standard deviations below 0. Range: above 0.</param>
    /// <param name="power">The power of the tail. Range: above 0.</param>
    /// <exception cref="ArgumentException">A parameter but the mass does not start above 0.</exception>
    public static Shape BreitWignerCrystalBall(FitParameter mass, FitParameter width, FitParameter sigma, FitParameter alpha, FitParameter power) =>
        new BreitWignerCrystalBallShape(mass, width, sigma, alpha, power);

    /// <summary>An exponential: exp(slope x).</summary>
    /// <param name="slope">The slope, negative for a falling one, in the inverse unit of x.</param>
    public static Shape Exponential(FitParameter slope) => new ExponentialShape(slope);

    /// <summary>
    /// A polynomial 1 + c1 T1(t) + c2 T2(t) + ... of Chebyshev polynomials, where t runs from -1 to 1 over the fit range.
    /// </summary>
    /// <remarks>It may become negative for coefficients beyond 1; the fit never accepts that.</remarks>
    /// <param name="coefficients">The coefficients c1, c2, ...; without any the shape is flat.</param>
    public static Shape Chebyshev(params FitParameter[] coefficients)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        return new ChebyshevShape([.. coefficients]);
    }
}
