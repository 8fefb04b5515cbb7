using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>Reads whole input files and says in the user's words what went wrong.</summary>
internal static class InputFile
{
    public static byte[] ReadAllBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"There is no file '{path}' (looked for '{Path.GetFullPath(path)}'). Check the name, and the folder that relative names start from.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UserErrorException(Directory.Exists(path) ? $"'{path}' is a folder, not a file." : $"'{path}' may not be read: check its permissions.", e);
        }
        catch (IOException e)
        {
            throw new UserErrorException($"'{path}' cannot be read: {e.Message}", e);
        }
    }
}
