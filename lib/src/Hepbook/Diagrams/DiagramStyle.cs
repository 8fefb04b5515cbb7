namespace Hepbook.Diagrams;

/// <summary>Colours and lines that the author asked for; null where nothing was said. All values are checked when read.</summary>
/// <param name="Fill">The colour of the area.</param>
/// <param name="Stroke">The colour of the outline.</param>
/// <param name="StrokeWidth">The width of the outline, in pixels.</param>
/// <param name="Dashes">The lengths of dashes and gaps, in pixels.</param>
/// <param name="Text">The colour of the text.</param>
internal sealed record DiagramStyle(string? Fill = null, string? Stroke = null, string? StrokeWidth = null, string? Dashes = null, string? Text = null)
{
    /// <summary>Nothing said.</summary>
    public static DiagramStyle None { get; } = new();

    /// <summary>This style with what another one says instead.</summary>
    public DiagramStyle With(DiagramStyle other) => new(
        other.Fill ?? Fill, other.Stroke ?? Stroke, other.StrokeWidth ?? StrokeWidth, other.Dashes ?? Dashes, other.Text ?? Text);
}
