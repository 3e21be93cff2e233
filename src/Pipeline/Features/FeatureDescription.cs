namespace SecretMagic.Pipeline;

/// <summary>The manifest of a batch whose files are written.</summary>
internal static class FeatureDescription
{
    public static FeatureManifest Of(FeatureRequest request, FeatureWork work, FeatureFiles files)
    {
        var (set, layout) = (request.Set, work.Layout);
        return new FeatureManifest
        {
            FeatureSet = set.Id,
            Definition = work.Plan.Hash,
            Fingerprint = request.Fingerprint,
            Client = request.Options.Client,
            Country = request.Options.Country,
            Software = Fingerprint.Software,
            Layout = request.Options.Layout.ToString().ToLowerInvariant(),
            Frequency = set.Frequency.Name,
            TimeZone = set.TimeZone,
            AsOf = request.AsOf.Stated,
            Horizons = set.Horizons,
            Rows = layout.GridRows,
            InputRows = work.InputRows,
            Gaps = layout.GridRows - layout.FilledRows,
            Series = layout.Count,
            First = layout.Grid.Format(layout.FirstPeriods.Min()),
            Last = layout.Grid.Format(layout.FirstPeriods.Zip(layout.Lengths, (first, length) => first + length - 1).Max()),
            Inputs = request.Inputs,
            Columns = ManifestColumns.Of(files, layout),
            LeftOut = [.. work.LeftOut.Select(note => $"{set.Entries[note.Entry].Type}: {note.Message}")],
            Notes = [.. request.AsOf.Notes, .. work.Remarks.Select(remark => remark.Message)],
            Files = files.Written,
        };
    }
}
