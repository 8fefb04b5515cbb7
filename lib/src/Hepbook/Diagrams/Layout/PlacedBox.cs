namespace Hepbook.Diagrams.Layout;

/// <summary>A box with its place, in pixels.</summary>
/// <param name="Left">Its left side.</param>
/// <param name="Top">Its upper side.</param>
/// <param name="Size">Its size.</param>
internal readonly record struct PlacedBox(double Left, double Top, Size Size)
{
    /// <summary>Its right side.</summary>
    public double Right => Left + Size.Width;

    /// <summary>Its lower side.</summary>
    public double Bottom => Top + Size.Height;

    /// <summary>Its centre.</summary>
    public Point Centre => new(Left + (Size.Width / 2), Top + (Size.Height / 2));

    /// <summary>A box around a place.</summary>
    public static PlacedBox Around(Point centre, Size size) => new(centre.X - (size.Width / 2), centre.Y - (size.Height / 2), size);
}
