namespace HepBayes.Generative.Adversarial;

/// <summary>
/// What one event adds to the loss of a critic with logit s, D = 1 / (1 + exp(-s)) and the squared gradient of s with respect to the
/// event, g^2: for a true event -log D + (lambda/2) (1 - D)^2 g^2, for a generated one -log(1 - D) + (lambda/2) D^2 g^2 (Roth, Lucchi,
/// Nowozin, Hofmann, arXiv 1705.09367, equation 26; as in Butter, Plehn, Winterhalder, arXiv 1907.03764).
/// </summary>
/// <param name="CrossEntropy">The first part.</param>
/// <param name="Penalty">The second part.</param>
/// <param name="LogitSlope">The derivative of the sum by s with g^2 held.</param>
/// <param name="SquareSlope">The derivative by g^2.</param>
internal readonly record struct CriticTerm(double CrossEntropy, double Penalty, double LogitSlope, double SquareSlope)
{
    public static CriticTerm OfTruth(double logit, double square, double lambda)
    {
        var below = 1 / (1 + Math.Exp(logit));
        return new CriticTerm(
            Softplus(-logit),
            lambda / 2 * below * below * square,
            -below - (lambda * (1 - below) * below * below * square),
            lambda / 2 * below * below);
    }

    public static CriticTerm OfGenerated(double logit, double square, double lambda)
    {
        var mirrored = OfTruth(-logit, square, lambda);
        return mirrored with { LogitSlope = -mirrored.LogitSlope };
    }

    /// <summary>log(1 + exp x).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
