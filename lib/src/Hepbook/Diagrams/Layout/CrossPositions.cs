namespace Hepbook.Diagrams.Layout;

/// <summary>
/// Places ordered items across the direction: near what they are joined to, with the least distances between them. First layer
/// by layer, where the best places are a monotone regression (pooled neighbours, R. E. Barlow et al., Statistical Inference under
/// Order Restrictions, 1972); then for all layers together, so that frames hold what is theirs and nothing else.
/// </summary>
internal sealed class CrossPositions
{
    private const int Sweeps = 6;
    private const int Refinements = 20;
    private const double Far = 1e7;

    private readonly LayeredGraph graph;
    private readonly Separations separations;
    private readonly double[] places;

    private CrossPositions(LayeredGraph graph, Separations separations)
    {
        this.graph = graph;
        this.separations = separations;
        places = new double[separations.Count];
    }

    /// <summary>Sets the centre of each item.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="separations">The least distances.</param>
    /// <returns>The two sides of each frame, across the direction.</returns>
    public static (double Low, double High)[] Assign(LayeredGraph graph, Separations separations)
    {
        var positions = new CrossPositions(graph, separations);
        positions.PlaceLayers();
        positions.Reconcile();
        for (var i = 0; i < Refinements; i++)
            positions.Refine();
        positions.Tighten();
        foreach (var item in graph.Items)
            item.Centre = positions.places[item.Index];
        return [.. graph.Chart.Frames.Select((_, f) => (positions.places[separations.Low(f)], positions.places[separations.High(f)]))];
    }

    private void PlaceLayers()
    {
        foreach (var layer in graph.Layers)
            PlaceLayer(layer, _ => []);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var layer in graph.Layers)
                PlaceLayer(layer, i => i.Before);
            foreach (var layer in graph.Layers.Reverse())
                PlaceLayer(layer, i => i.After);
        }

        foreach (var layer in graph.Layers)
            PlaceLayer(layer, i => [.. i.Before, .. i.After]);
    }

    // Long edges should be straight before short ones are.
    private static double Weight(LayoutItem a, LayoutItem b) => (a.Node < 0, b.Node < 0) switch
    {
        (true, true) => 8,
        (false, false) => 1,
        _ => 2,
    };

    private double Wanted(LayoutItem item, IEnumerable<LayoutItem> joined)
    {
        var (sum, weights) = (0.0, 0.0);
        foreach (var other in joined)
        {
            var weight = Weight(item, other);
            (sum, weights) = (sum + (weight * places[other.Index]), weights + weight);
        }

        return weights > 0 ? sum / weights : places[item.Index];
    }

    private void PlaceLayer(LayoutItem[] layer, Func<LayoutItem, IReadOnlyCollection<LayoutItem>> joined)
    {
        var blocks = new List<(double Place, double Weight, int Count)>();
        var shifts = new double[layer.Length];
        for (var i = 0; i < layer.Length; i++)
        {
            shifts[i] = i == 0 ? 0 : shifts[i - 1] + separations.Between(layer[i - 1], layer[i]);
            var others = joined(layer[i]);
            blocks.Add((Wanted(layer[i], others) - shifts[i], others.Sum(o => Weight(layer[i], o)) + 0.01, 1));
            while (blocks.Count > 1 && blocks[^1].Place < blocks[^2].Place)
            {
                var (a, b) = (blocks[^2], blocks[^1]);
                blocks.RemoveAt(blocks.Count - 1);
                blocks[^1] = (((a.Place * a.Weight) + (b.Place * b.Weight)) / (a.Weight + b.Weight), a.Weight + b.Weight, a.Count + b.Count);
            }
        }

        var item = 0;
        foreach (var (place, _, count) in blocks)
        {
            for (var last = item + count; item < last; item++)
                places[layer[item].Index] = place + shifts[item];
        }
    }

    // The mean of two arrangements that keep all distances keeps them too: one that only moves things up, one that only moves them down.
    private void Reconcile()
    {
        foreach (var (frame, _) in graph.Chart.Frames.Index())
            (places[separations.Low(frame)], places[separations.High(frame)]) = (-Far, -Far);
        var wanted = places.ToArray();
        foreach (var variable in separations.Order)
            places[variable] = Math.Max(wanted[variable], Least(variable));
        Tighten();
        var up = places.ToArray();
        wanted.CopyTo(places, 0);
        foreach (var (frame, _) in graph.Chart.Frames.Index())
            (places[separations.Low(frame)], places[separations.High(frame)]) = (Far, Far);
        foreach (var variable in separations.Order.Reverse())
            places[variable] = Math.Min(places[variable], Most(variable));
        Tighten();
        for (var variable = 0; variable < places.Length; variable++)
            places[variable] = (places[variable] + up[variable]) / 2;
    }

    // Frames give way, items go where they want as far as they may, frames close around them.
    private void Refine()
    {
        foreach (var variable in separations.Order.Where(IsLow))
            places[variable] = Least(variable);
        foreach (var variable in separations.Order.Reverse().Where(IsHigh))
            places[variable] = Most(variable);
        foreach (var item in graph.Layers.SelectMany(l => l).Where(i => i.Node >= 0))
            Move([item]);
        foreach (var (chain, _) in graph.Chains.Where(c => c.Items.Length > 2))
            Straighten(chain[1..^1]);
        Tighten();
    }

    // A long edge is straight between its ends where there is room for it.
    private void Straighten(LayoutItem[] bends)
    {
        if (!Move(bends))
            Array.ForEach(bends, bend => Move([bend]));
    }

    // Moves items to one place, as near to where they want to be as all of them may go.
    private bool Move(LayoutItem[] items)
    {
        var (least, most) = (items.Max(i => Least(i.Index)), items.Min(i => Most(i.Index)));
        if (least > most)
            return false;
        var wanted = Math.Clamp(Wanted(items[0], items.SelectMany(i => i.Before.Concat(i.After)).Except(items)), least, most);
        foreach (var item in items)
            places[item.Index] = wanted;
        return true;
    }

    private void Tighten()
    {
        foreach (var variable in separations.Order.Where(IsHigh))
            places[variable] = Least(variable);
        foreach (var variable in separations.Order.Reverse().Where(IsLow))
            places[variable] = Most(variable);
    }

    private bool IsLow(int variable) => variable >= graph.Items.Count && (variable - graph.Items.Count) % 2 == 0;

    private bool IsHigh(int variable) => variable >= graph.Items.Count && (variable - graph.Items.Count) % 2 == 1;

    private double Least(int variable) => separations.Before[variable].Select(b => places[b.Other] + b.Distance).DefaultIfEmpty(-Far).Max();

    private double Most(int variable) => separations.After[variable].Select(a => places[a.Other] - a.Distance).DefaultIfEmpty(Far).Min();
}
