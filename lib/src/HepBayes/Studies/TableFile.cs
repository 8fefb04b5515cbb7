using HepBayes.Data;

namespace HepBayes.Studies;

/// <summary>Tables in files whose name tells the format.</summary>
internal static class TableFile
{
    /// <summary>Reads a file: Parquet if it ends in .parquet, else text.</summary>
    public static Table Read(string path) => IsParquet(path) ? ParquetTable.Read(path) : TextTable.Read(path);

    /// <summary>Whether the name is that of a Parquet file.</summary>
    public static bool IsParquet(string path) => Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase);
}
