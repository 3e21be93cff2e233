namespace SecretMagic.Runtime;

/// <summary>A setting as it holds.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Text">Its value as it was written.</param>
/// <param name="Source">Who said so: default, a file and its line, a variable, an option.</param>
public sealed record SettingValue(SettingKey Key, string Text, string Source);
