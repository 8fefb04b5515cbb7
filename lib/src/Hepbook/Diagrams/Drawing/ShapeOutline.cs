namespace Hepbook.Diagrams.Drawing;

/// <summary>The geometry of nodes: how large they are around a text, and where their outline runs.</summary>
internal static class ShapeOutline
{
    /// <summary>The radius of the corners of rounded nodes, in pixels.</summary>
    public const double Corner = 10;

    /// <summary>The distance of the inner lines of a subroutine from its sides, in pixels.</summary>
    public const double Bar = 8;

    /// <summary>Half the height of the top of a cylinder, in pixels.</summary>
    public const double Lid = 7;

    private const double Side = 12;
    private const double Above = 9;
    private const double Slant = 12;
    private const double RhombusRatio = 1.7;
    private const int ArcSteps = 12;

    /// <summary>The size of a node around a text.</summary>
    public static Size Around(NodeShape shape, Size text)
    {
        var (width, height) = (text.Width + (2 * Side), text.Height + (2 * Above));
        switch (shape)
        {
            case NodeShape.Stadium:
                return new Size(Math.Max(width + (height / 3), height), height);      // not narrower than its two half circles
            case NodeShape.Subroutine:
                return new Size(width + (2 * Bar), height);
            case NodeShape.Cylinder:
                return new Size(width, height + (3 * Lid));
            case NodeShape.Circle:
                var diameter = Math.Sqrt((text.Width * text.Width) + (text.Height * text.Height)) + Above;
                return new Size(diameter, diameter);
            // A corner of the text touches the side where its share of the width and of the height make one.
            case NodeShape.Rhombus:
                return new Size((text.Width + Above) * RhombusRatio, (text.Height + Above) * RhombusRatio / (RhombusRatio - 1));
            case NodeShape.Hexagon or NodeShape.Parallelogram:
                return new Size(text.Width + Above + (2 * Slant), height);
            default:
                return new Size(width, height);
        }
    }

    /// <summary>How far below the centre of a node the centre of its text is, in pixels.</summary>
    public static double TextShift(NodeShape shape) => shape == NodeShape.Cylinder ? Lid : 0;

    /// <summary>The outline as a polygon around the centre; arcs are many short sides.</summary>
    public static Point[] Polygon(NodeShape shape, Size size)
    {
        var (x, y) = (size.Width / 2, size.Height / 2);
        return shape switch
        {
            NodeShape.Rounded => RoundedBox(x, y, Corner),
            NodeShape.Stadium => RoundedBox(x, y, y),
            NodeShape.Circle => RoundedBox(x, y, x),
            NodeShape.Cylinder => [.. Arc(0, -y + Lid, x, Lid, 2 * Math.PI, Math.PI), .. Arc(0, y - Lid, x, Lid, Math.PI, 0)],
            NodeShape.Rhombus => [new(-x, 0), new(0, -y), new(x, 0), new(0, y)],
            NodeShape.Hexagon => [new(-x, 0), new(-x + Slant, -y), new(x - Slant, -y), new(x, 0), new(x - Slant, y), new(-x + Slant, y)],
            NodeShape.Parallelogram => [new(-x + Slant, -y), new(x, -y), new(x - Slant, y), new(-x, y)],
            _ => [new(-x, -y), new(x, -y), new(x, y), new(-x, y)],
        };
    }

    /// <summary>How far the outline is from the centre, on a line along an axis.</summary>
    /// <param name="polygon">The outline.</param>
    /// <param name="alongX">Whether the line runs along x; else along y.</param>
    /// <param name="sign">1 towards larger coordinates, -1 towards smaller ones.</param>
    /// <param name="offset">The distance of the line from the centre, across the axis.</param>
    public static double Reach(Point[] polygon, bool alongX, int sign, double offset)
    {
        var reach = 0.0;
        for (var i = 0; i < polygon.Length; i++)
        {
            var (a, b) = (Turned(polygon[i], alongX), Turned(polygon[(i + 1) % polygon.Length], alongX));
            if ((a.Y - offset) * (b.Y - offset) > 0)
                continue;
            var at = a.Y == b.Y ? sign * Math.Max(sign * a.X, sign * b.X) : a.X + ((b.X - a.X) * (offset - a.Y) / (b.Y - a.Y));
            reach = Math.Max(reach, sign * at);
        }

        return reach;
    }

    private static Point Turned(Point p, bool alongX) => alongX ? p : new Point(p.Y, p.X);

    private static Point[] RoundedBox(double x, double y, double r) =>
    [
        .. Arc(x - r, y - r, r, r, Math.PI / 2, 0), .. Arc(x - r, -y + r, r, r, 0, -Math.PI / 2),
        .. Arc(-x + r, -y + r, r, r, -Math.PI / 2, -Math.PI), .. Arc(-x + r, y - r, r, r, Math.PI, Math.PI / 2),
    ];

    private static IEnumerable<Point> Arc(double x, double y, double radiusX, double radiusY, double from, double to) =>
        Enumerable.Range(0, ArcSteps + 1).Select(i => from + ((to - from) * i / ArcSteps)).Select(a => new Point(x + (radiusX * Math.Cos(a)), y + (radiusY * Math.Sin(a))));
}
