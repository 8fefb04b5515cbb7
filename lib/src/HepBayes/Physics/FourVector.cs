namespace HepBayes.Physics;

/// <summary>Energy and momentum of a particle or a system of particles, in GeV (c = 1); z is along the beam.</summary>
/// <param name="E">The energy.</param>
/// <param name="Px">The momentum along x.</param>
/// <param name="Py">The momentum along y.</param>
/// <param name="Pz">The momentum along z.</param>
public readonly record struct FourVector(double E, double Px, double Py, double Pz)
{
    // The invariant mass squared is a difference of large numbers: this many units of E^2 are only rounding.
    private const double Rounding = 1e-14;

    /// <summary>The transverse momentum.</summary>
    public double Pt => Math.Sqrt((Px * Px) + (Py * Py));

    /// <summary>The size of the momentum.</summary>
    public double P => Math.Sqrt((Px * Px) + (Py * Py) + (Pz * Pz));

    /// <summary>The pseudorapidity, asinh(pz / pt); infinite along the beam.</summary>
    public double Eta => Math.Asinh(Pz / Pt);

    /// <summary>The rapidity, atanh(pz / E).</summary>
    public double Rapidity => Math.Atanh(Pz / E);

    /// <summary>The azimuth, -pi to pi.</summary>
    public double Phi => Math.Atan2(Py, Px);

    /// <summary>E^2 - p^2, in GeV^2; a little below 0 for light particles if numbers were rounded.</summary>
    public double MassSquared => ((E - P) * (E + P));

    /// <summary>
    /// The invariant mass. Within the rounding of double precision a negative square counts as 0; below that the mass is NaN,
    /// because no particle has it.
    /// </summary>
    public double Mass
    {
        get
        {
            var square = MassSquared;
            return square >= 0 ? Math.Sqrt(square) : square > -Rounding * E * E ? 0 : double.NaN;
        }
    }

    /// <summary>The four-vector of a particle from what detectors measure.</summary>
    /// <param name="pt">The transverse momentum, not negative.</param>
    /// <param name="eta">The pseudorapidity.</param>
    /// <param name="phi">The azimuth.</param>
    /// <param name="mass">The mass, not negative; <see cref="Resonance.MuonMass"/> for a muon.</param>
    public static FourVector FromPtEtaPhiMass(double pt, double eta, double phi, double mass)
    {
        var (sin, cos) = Math.SinCos(phi);
        var pz = pt * Math.Sinh(eta);
        return new FourVector(Math.Sqrt((pt * pt) + (pz * pz) + (mass * mass)), pt * cos, pt * sin, pz);
    }

    /// <summary>The system of two.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    public static FourVector operator +(FourVector a, FourVector b) => Add(a, b);

    /// <summary>The system of two.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    public static FourVector Add(FourVector a, FourVector b) => new(a.E + b.E, a.Px + b.Px, a.Py + b.Py, a.Pz + b.Pz);

    /// <summary>The invariant mass of two particles of known masses without the cancellation of E^2 - p^2.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <param name="massA">The mass of the first.</param>
    /// <param name="massB">The mass of the second.</param>
    /// <returns>sqrt(mA^2 + mB^2 + 2 (EA EB - pA pB)) with energies from momenta and masses.</returns>
    public static double PairMass(FourVector a, FourVector b, double massA, double massB)
    {
        // EA EB - pA.pB = (mA^2 EB^2 + mB^2 pA^2 + |pA x pB|^2) / (EA EB + pA.pB), a sum of squares for an acute angle.
        var (a2, b2) = ((a.Px * a.Px) + (a.Py * a.Py) + (a.Pz * a.Pz), (b.Px * b.Px) + (b.Py * b.Py) + (b.Pz * b.Pz));
        var dot = (a.Px * b.Px) + (a.Py * b.Py) + (a.Pz * b.Pz);
        var (x, y, z) = ((a.Py * b.Pz) - (a.Pz * b.Py), (a.Pz * b.Px) - (a.Px * b.Pz), (a.Px * b.Py) - (a.Py * b.Px));
        var (ma2, mb2) = (massA * massA, massB * massB);
        var energies = Math.Sqrt((a2 + ma2) * (b2 + mb2));
        var difference = dot <= 0 ? energies - dot : ((ma2 * (b2 + mb2)) + (mb2 * a2) + (x * x) + (y * y) + (z * z)) / (energies + dot);
        return Math.Sqrt(ma2 + mb2 + (2 * difference));
    }
}
