namespace Hepbook.Engine;

/// <summary>A language whose cells refer to libraries.</summary>
internal interface ILibraryUser
{
    /// <summary>Refers to libraries from now on.</summary>
    /// <param name="files">Their files.</param>
    /// <returns>What is wrong; null for nothing.</returns>
    CellError? Refer(IReadOnlyCollection<string> files);
}
