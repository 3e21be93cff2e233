using System.Collections.Immutable;

namespace SecretMagic.Domain.Batches;

/// <summary>What a batch is to compute: the work and its named inputs. Two orders are the same when they say the same, see <see cref="Says"/>.</summary>
/// <param name="Work">The work.</param>
/// <param name="Options">The value of each option that was given, by its name; <see cref="WorkOption.Of"/> tells which there are.</param>
public sealed record WorkOrder(WorkKind Work, ImmutableSortedDictionary<string, string> Options)
{
    /// <summary>The value of an option; null when it was not given.</summary>
    public string? this[string name] => Options.GetValueOrDefault(name);

    /// <summary>True when another order is of the same work and gives every option the same value.</summary>
    public bool Says(WorkOrder? other) => other is not null && Work == other.Work && Options.SequenceEqual(other.Options);

    internal string? Refusal()
    {
        if (!Enum.IsDefined(Work)) return $"The work {Work} is not known.";
        var known = WorkOption.Of(Work);
        foreach (var (name, value) in Options)
        {
            if (known.FirstOrDefault(option => option.Name == name) is not { } option)
                return $"The work {Name} has no option {FreeText.Shown(name)}: there are {string.Join(", ", known.Select(one => one.Name))}.";
            if (option.Refusal(value) is { } wrong) return wrong;
        }

        return known.FirstOrDefault(option => option.IsRequired && !Options.ContainsKey(option.Name)) is { } missing
            ? $"The work {Name} needs the option {missing.Name}: give it."
            : null;
    }

    private string Name => Work.ToString().ToLowerInvariant();
}
