namespace HepBayes.Studies;

/// <summary>Input columns that the library computes from pMSSM points.</summary>
public enum InputSet
{
    /// <summary>The 19 parameters themselves (<see cref="Data.Pmssm.Parameters"/>).</summary>
    Parameters,

    /// <summary>What the mass of the lightest Higgs boson depends on (<see cref="Physics.PmssmInputs.HiggsMass"/>).</summary>
    HiggsMass,

    /// <summary>What production cross-sections depend on (<see cref="Physics.PmssmInputs.CrossSection"/>).</summary>
    CrossSection,

    /// <summary>What the mass spectrum depends on (<see cref="Physics.SpectrumInputs.Columns"/>).</summary>
    Spectrum,
}
