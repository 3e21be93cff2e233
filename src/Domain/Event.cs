namespace SecretMagic.Domain;

/// <summary>
/// Something that happened to an entity. An event that replaces a value keeps the old one as <c>Was</c>, so the audit shows before and after. Events are
/// stored for ever: their properties are only added to.
/// </summary>
public abstract record Event;
