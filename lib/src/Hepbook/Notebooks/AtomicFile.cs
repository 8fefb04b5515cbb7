using System.Text;

namespace Hepbook.Notebooks;

/// <summary>Writes whole files: a temporary name first, then a rename, so that nobody ever sees a part.</summary>
internal static class AtomicFile
{
    /// <summary>Writes text (UTF-8 without byte-order mark); a failure leaves the old file as it was.</summary>
    /// <param name="path">The file to create or replace; its folder is created if needed.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="UserErrorException">The file could not be written.</exception>
    public static void WriteAllText(string path, string text)
    {
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Guid.NewGuid().ToString("N")[..8]}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            try
            {
                using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
                {
                    stream.Write(Encoding.UTF8.GetBytes(text));
                    stream.Flush(flushToDisk: true);
                }

                File.Move(temporary, full, overwrite: true);
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{full}' could not be written: {e.Message} Choose another folder with --output.", e);
        }
    }
}
