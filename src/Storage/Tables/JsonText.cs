namespace SecretMagic.Storage.Tables;

/// <summary>A value for a column of JSON.</summary>
internal sealed record JsonText(string Text);
