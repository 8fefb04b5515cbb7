using System.Security.Cryptography;
using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>A bundled file and the content it must have; <c>data/SHA256SUMS</c> lists the same sums.</summary>
/// <param name="Path">Its path below the data folder, with '/'.</param>
/// <param name="Sha256">The SHA-256 of its content, 64 lower-case hexadecimal digits.</param>
internal sealed record DataFile(string Path, string Sha256)
{
    public static readonly DataFile Pmssm = new("pmssm/pmssm.parquet", "41f4bab8964ce239bec0d861d23d244206f5dd66de325b06dfa4d2bdb220a825");
    public static readonly DataFile PmssmProspino = new("pmssm/pmssm_prospino.parquet", "cb264c55d75001d567cb00419176c9af5bd0e4b60b4250aa7997d011b51529b4");
    public static readonly DataFile Vlq = new("vlq/vlq.parquet", "11952a67e3de4f906931ba9e0e3fb08886c524f7c34801153d9dddb5bf8d045d");
    public static readonly DataFile ShipSignalVacuum = new("ship/hnl_pimu_vacuum.dat", "6eb99858b8a57aea5fcf15a73190b4368687c8e5b5ff992c31485bf9e9595954");
    public static readonly DataFile ShipBackgroundVacuum = new("ship/background_vacuum.dat", "623fb8deb43290e53049583aa48b3bad1351709114d3e3c8a9309e935c777d2b");
    public static readonly DataFile ShipSignalAir = new("ship/hnl_pimu_air.dat", "a1b082915e4bb2fa3b1c38a8f795570f89d57e94d304913e5d1d06602293f90b");
    public static readonly DataFile ShipBackgroundAir = new("ship/background_air.dat", "16eeae699c43328ceb386314d750f5fe133cb2b5842f7ceec33257190ff0f7fa");
    public static readonly DataFile Dimuon = new("dimuon/dimuon.parquet", "87948d6e0d0bc9db37c49d37ab597aec7e17ea8a65343ea028c5d3e3b41e41e5");
    public static readonly DataFile DimuonSample = new("dimuon/dimuon-sample.csv", "dbd2a9c54a7995db3b6d4b153910b7fab9637c31b3fb5c749f2c0451afb27540");

    /// <summary>Every bundled file.</summary>
    public static IReadOnlyList<DataFile> All { get; } = [Pmssm, PmssmProspino, Vlq, ShipSignalVacuum, ShipBackgroundVacuum, ShipSignalAir, ShipBackgroundAir, Dimuon, DimuonSample];

    /// <summary>How tables name the file; without the folder, so that outputs do not depend on the machine.</summary>
    public string Source => "data/" + Path;

    /// <summary>Reads the file from a data folder and checks its sum, always: results would silently depend on an altered file.</summary>
    /// <exception cref="UserErrorException">The file is missing or its content is not the expected one.</exception>
    public byte[] Read(string folder)
    {
        var path = System.IO.Path.Combine(folder, Path.Replace('/', System.IO.Path.DirectorySeparatorChar));
        if (!File.Exists(path))
            throw new UserErrorException($"The data file '{path}' is missing. Restore it from the repository: git checkout -- {Source}");
        var content = InputFile.ReadAllBytes(path);
        var found = Convert.ToHexStringLower(SHA256.HashData(content));
        return found == Sha256
            ? content
            : throw new UserErrorException($"The data file '{path}' is not the one that belongs to this version ({content.Length} bytes). SHA-256 found: {found}; expected: {Sha256}. Restore it from the repository: git checkout -- {Source}");
    }

    /// <summary>Reads the file as a table.</summary>
    public Table Load(string folder)
    {
        var content = Read(folder);
        return Path.EndsWith(".parquet", StringComparison.Ordinal) ? ParquetTable.Read(content, Source) : TextTable.Read(content, Source);
    }
}
