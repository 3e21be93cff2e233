namespace SecretMagic.Pipeline;

/// <summary>Whether the inputs of a result are still what it was made from.</summary>
internal static class SourceCheck
{
    /// <summary>The source with what the result itself says of how it was made.</summary>
    /// <exception cref="InputException">The result is damaged.</exception>
    public static FeatureBatchOptions Of(FeatureBatchOptions source, FeatureManifest manifest, string folder)
    {
        var isAutoGluon = manifest.Layout == "autogluon";
        return source with
        {
            Client = manifest.Client,
            Country = manifest.Country,
            Layout = isAutoGluon ? FeatureLayout.AutoGluon : FeatureLayout.Files,
            Horizon = isAutoGluon ? ResultJson.Read<AutoGluonSpec>(Path.Combine(folder, AutoGluonSpec.FileName))?.PredictionLength : null,
            Format = ResultFiles.IsCsv(FileShape.RowFiles(manifest).First()) ? Storage.Lake.LakeFormat.Csv : Storage.Lake.LakeFormat.Parquet,
        };
    }

    /// <summary>Files that are not where they were said to be.</summary>
    public static IEnumerable<string> Absent(FeatureBatchOptions source)
    {
        (string Role, string? Path)[] given =
        [
            ("feature set", source.FeatureSet), ("sales", source.Input), ("known", source.Known), ("static", source.Static),
            ("weather", source.Weather), ("holidays", source.Holidays),
        ];
        return given.Where(input => input.Path is { } path && !File.Exists(path) && !Directory.Exists(path))
            .Select(input => $"{input.Role}: {input.Path} is not there");
    }

    /// <summary>Files that are not those of the manifest, by their hashes.</summary>
    public static IEnumerable<string> Changed(FeatureRequest request, FeatureManifest manifest)
    {
        foreach (var was in manifest.Inputs)
        {
            var now = request.Inputs.FirstOrDefault(input => input.Role == was.Role && input.Name == was.Name);
            if (now is null) yield return $"{was.Role}: {was.Name} ({was.Bytes:N0} bytes, SHA-256 {was.Sha256}) went in, and is not given";
            else if (now.Sha256 != was.Sha256)
                yield return $"{was.Role}: {was.Name} is not what went in: {was.Bytes:N0} bytes, SHA-256 {was.Sha256} then; {now.Bytes:N0}, {now.Sha256} now";
        }

        foreach (var now in request.Inputs.Where(now => !manifest.Inputs.Any(was => was.Role == now.Role && was.Name == now.Name)))
            yield return $"{now.Role}: {now.Name} is given, and did not go in";
    }
}
