using System.Collections.Immutable;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>A column of the static table, repeated on every row of the series.</summary>
internal sealed class Static(int column, bool isText) : Operation
{
    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "static",
        Kind = FeatureKind.Static,
        Summary = "Columns of the static table: one number or text a series, repeated on every row.",
        Formula = "The value of the series. Numbers are stored as float64 whatever the set's dtype is, so codes of up to 15 digits stay "
            + "whole.",
        NanMeaning = "The static table has no value for the series (Missing).",
        Cost = "A copy.",
        Example = "{ type: static, columns: [category] } gives the category of the series on every row.",
        Names = ["{column}"],
        Parameters = [new("columns", ParameterShape.Texts, "The columns."), HistoryParameters.Optional],
    };

    public override void Enlist(WorkerLayout worker, int feature, int stateStart) =>
        worker.Kernels.Add(new StaticKernel(
            feature, column < worker.Attributes.Statics.Length ? worker.Attributes.Statics[column] : [], isText, worker.Scratch));

    private static void Compile(EntryCompiler entry)
    {
        var statics = entry.Sources?.Statics;
        foreach (var name in entry.Texts("columns"))
        {
            var column = statics is { } given ? given.ToList().FindIndex(known => known.Name == name) : 0;
            if (column < 0)
            {
                entry.Absent("columns", statics is { Length: > 0 } known
                    ? $"The static table has no column '{name}'; it has {string.Join(", ", known.Select(other => other.Name))}."
                    : $"'{name}' needs a static table; none is given.");
                continue;
            }

            var labels = statics is { } all ? all[column].Labels : null;
            var canonical = labels is null ? $"static|{name}|float64" : $"static|{name}";
            entry.Add(name, canonical, new Static(column, labels is not null), labels, stored: ColumnType.Float64);
        }
    }

    private sealed class StaticKernel(int feature, ImmutableArray<double> values, bool isText, double[] scratch) : Kernel
    {
        public override void Run(Tile tile, Span<double> state)
        {
            var value = values.Length == 0 ? double.NaN : values[tile.Series];
            if (double.IsNaN(value)) tile.Writer.Fill(feature, 0, tile.Count, NanReason.Missing);
            else if (isText) tile.Writer.FillLabel(feature, 0, tile.Count, (int)value);
            else
            {
                scratch.AsSpan(0, tile.Count).Fill(value);
                tile.Writer.Write(feature, scratch.AsSpan(0, tile.Count), 0);
            }
        }
    }
}
