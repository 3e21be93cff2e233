namespace SecretMagic.Domain.Clients;

/// <summary>How to reach a client; null where nothing is known.</summary>
/// <param name="Email">An address with one @, at most 254 characters.</param>
/// <param name="Phone">Digits, spaces and <c>+ - . / ( )</c>, at most 40 characters.</param>
public sealed record Contacts(string? Email, string? Phone)
{
    /// <summary>Nothing is known.</summary>
    public static Contacts None { get; } = new(null, null);

    internal string? Refusal()
    {
        if (Email is not null)
        {
            if (FreeText.Refusal("The e-mail address", Email, 254) is { } wrong) return wrong;
            var at = Email.IndexOf('@', StringComparison.Ordinal);
            if (at < 1 || at == Email.Length - 1 || at != Email.LastIndexOf('@') || Email.Contains(' ', StringComparison.Ordinal))
                return $"The e-mail address {FreeText.Shown(Email)} is none: give name@host, or nothing.";
        }

        if (Phone is null) return null;
        return FreeText.Refusal("The phone number", Phone, 40)
            ?? (Phone.All(sign => char.IsAsciiDigit(sign) || " +-./()".Contains(sign, StringComparison.Ordinal)) && Phone.Any(char.IsAsciiDigit)
                ? null
                : $"The phone number {FreeText.Shown(Phone)} is none: digits, spaces and + - . / ( ) are allowed.");
    }
}
