namespace HepBayes.Studies;

/// <summary>The bundled data sets that a study may name; see <see cref="Data.Datasets"/>.</summary>
public enum DataSet
{
    /// <summary>The pMSSM points.</summary>
    Pmssm,

    /// <summary>The Prospino cross-sections.</summary>
    PmssmProspino,

    /// <summary>Vector-like quarks and their background.</summary>
    Vlq,

    /// <summary>Heavy neutral leptons, evacuated vessel.</summary>
    ShipVacuum,

    /// <summary>Heavy neutral leptons, vessel full of air.</summary>
    ShipAir,

    /// <summary>Muon pairs.</summary>
    Dimuon,
}
