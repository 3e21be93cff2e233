using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>An item of a recipe book.</summary>
/// <param name="Item">Its code.</param>
/// <param name="Name">Its name; null where the item list has none.</param>
/// <param name="Unit">Its unit; null where nobody says.</param>
/// <param name="IsMade">It has a recipe.</param>
/// <param name="LongestLevel">The longest way down to it from what nothing needs; null of an item that was left out because of a cycle.</param>
/// <param name="ShortestLevel">The shortest one.</param>
public sealed record RecipeItem(string Item, string? Name, string? Unit, bool IsMade, int? LongestLevel, int? ShortestLevel)
{
    /// <summary>An item with its recipe on a day at a site.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Levels">The longest way down from it.</param>
    /// <param name="MadeOf">What one of it needs.</param>
    /// <param name="UsedIn">What it goes into on all levels, the first <see cref="MostUses"/> by code.</param>
    /// <param name="Uses">How many it goes into.</param>
    public sealed record Card(RecipeItem Item, int Levels, ImmutableArray<Part> MadeOf, ImmutableArray<Use> UsedIn, int Uses)
    {
        /// <summary>The most uses that are listed.</summary>
        public const int MostUses = 1_000;
    }

    /// <summary>What one of an item needs of another.</summary>
    /// <param name="Item">The component.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Unit">Its unit.</param>
    /// <param name="Quantity">For one of the item, losses included.</param>
    /// <param name="Fixed">For each day on which the item is made, beside that.</param>
    /// <param name="FromStock">It is taken from its stock and not exploded.</param>
    public sealed record Part(string Item, string? Name, string? Unit, double Quantity, double Fixed, bool FromStock);

    /// <summary>What an item goes into.</summary>
    /// <param name="Item">What is made with it.</param>
    /// <param name="Quantity">Of the item for one of that.</param>
    /// <param name="Shortest">The fewest lines between them.</param>
    /// <param name="Longest">The most.</param>
    public sealed record Use(string Item, double Quantity, int Shortest, int Longest);

    /// <summary>A place in the tree of an item, as a row: the tree is the rows from its root down, each item before what it is made of.</summary>
    /// <param name="Row">Its number, from 0.</param>
    /// <param name="Parent">The row of what it is for; null of the root.</param>
    /// <param name="Depth">The lines between the root and it.</param>
    /// <param name="Item">The item.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Unit">Its unit.</param>
    /// <param name="Quantity">How much of it, losses included; quantities a day are left out.</param>
    /// <param name="FromStock">It is taken from its stock and not exploded.</param>
    public sealed record Branch(int Row, int? Parent, int Depth, string Item, string? Name, string? Unit, double Quantity, bool FromStock);
}
