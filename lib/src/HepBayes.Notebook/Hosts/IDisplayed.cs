namespace HepBayes.Notebooks.Hosts;

/// <summary>Something on display that can be replaced.</summary>
internal interface IDisplayed
{
    /// <summary>Replaces the content.</summary>
    /// <param name="html">The content for notebooks.</param>
    /// <param name="text">The same as one line of text.</param>
    /// <param name="final">Whether this is the last state, the one that is stored.</param>
    void Update(string html, string text, bool final);
}
