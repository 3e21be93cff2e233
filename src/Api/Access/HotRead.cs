namespace SecretMagic.Api;

/// <summary>An endpoint that is read so often that its client is not looked up in the database each time.</summary>
/// <param name="MayBeOld">How old what is known of the client may be.</param>
internal sealed record HotRead(TimeSpan MayBeOld);
