namespace HepBayes.Data;

/// <summary>What fills the decay vessel of the SHiP-like samples.</summary>
public enum ShipConditions
{
    /// <summary>A nearly evacuated vessel: 20,000 signal and 20,000 background rows.</summary>
    Vacuum,

    /// <summary>
    /// Air at 1 atm, which scatters tracks and makes more background: 10,000 signal and 10,000 background rows. At equal exposure
    /// an air background row weighs 3.54 vacuum background rows.
    /// </summary>
    Air,
}
