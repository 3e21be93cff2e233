using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain;
using SecretMagic.Pipeline;

namespace SecretMagic.Api;

/// <summary>Questions about the recipes of a client: the files of its source, as they are now.</summary>
internal static class RecipeEndpoints
{
    private const int MostBranches = 2_000;
    private const double Greatest = 1e15;

    internal static void Map(RouteGroupBuilder api)
    {
        var items = api.MapGroup("/clients/{client}/bom/items").WithTags("Recipes");
        items.MapGet("", List).WithName("listItems")
            .WithSummary("Items of the client's recipes by code, a page at a time: ?prefix=ram&limit=20, or ?search=noodle in code or name.").May();
        items.MapGet("/{item}", Show).WithName("showItem").WithSummary("An item: its levels, what one of it needs, what it goes into. ?day=2026-01-31&site=x.")
            .May("item-unknown");
        items.MapGet("/{item}/explode", Tree).WithName("explodeItem")
            .WithSummary("The tree of what a quantity of an item is made of, a row a place in it: ?quantity=100&day=2026-01-31.")
            .May("item-unknown", "recipe-too-large");
        items.MapGet("/{item}/picture.svg", Picture).WithName("drawItem").WithSummary("The recipe of an item as a drawing, such as for an <img>.")
            .Produces<string>(200, "image/svg+xml").May("item-unknown", "recipe-too-large");
    }

    private static async Task<PageAnswer<RecipeItem>> List(
        Call call, RecipeShelf shelf, ComputeSlots slots, [Description("codes that begin so")] string? prefix,
        [Description("codes or names that have this in them, in capitals or not")] string? search,
        [Description("1 to 1000, 100 by default")] int? limit, string? cursor)
    {
        var (most, after) = (Paging.Limit(limit), Paging.Parts(cursor, 1)?[0]);
        var read = await Ask(call, shelf, slots, book => book.Items(prefix, search, after, most + 1));
        return PageAnswer<RecipeItem>.Of(read, most, item => item, item => Paging.Cursor(item.Item));
    }

    private static Task<RecipeItem.Card> Show(
        Call call, RecipeShelf shelf, ComputeSlots slots, string item, DateOnly? day, string? site) =>
        Ask(call, shelf, slots, book => book.Card(Code(item), Day(call, day), site ?? "") ?? throw Unknown(book, item));

    private static async Task<TreeAnswer> Tree(
        Call call, RecipeShelf shelf, ComputeSlots slots, string item, double? quantity, DateOnly? day, string? site)
    {
        var wanted = quantity ?? 1;
        if (wanted is not (>= 0 and <= Greatest))
        {
            var range = $"a number from 0 to {Greatest:0}";
            throw new ProblemException("value-refused", $"quantity is not {range}.", new ProblemError("quantity", range));
        }

        var on = Day(call, day);
        var rows = await Ask(call, shelf, slots, book => book.Tree(Code(item), wanted, on, site ?? "", MostBranches) ?? throw Unknown(book, item));
        return new TreeAnswer(Code(item), wanted, on, rows);
    }

    private static async Task<IResult> Picture(Call call, RecipeShelf shelf, ComputeSlots slots, string item, DateOnly? day, string? site)
    {
        var svg = await Ask(call, shelf, slots, book =>
        {
            var picture = book.Picture(Code(item), Day(call, day), site ?? "") ?? throw Unknown(book, item);
            return picture.Nodes.Length <= RecipePicture.MostNodes
                ? RecipeSvg.Draw(picture)
                : throw new ProblemException(
                    "recipe-too-large", $"The recipe has {picture.Nodes.Length:N0} items: a drawing is readable with {RecipePicture.MostNodes}.");
        });

        // Opened by itself it runs nothing and loads nothing, whatever an item is called.
        call.Say("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        call.Say("X-Content-Type-Options", "nosniff");
        call.Say("Cache-Control", "private, no-cache");
        return TypedResults.Text(svg, "image/svg+xml", Encoding.UTF8);
    }

    private static async Task<T> Ask<T>(Call call, RecipeShelf shelf, ComputeSlots slots, Func<CompiledRecipes, T> answer)
    {
        var files = RecipeShelf.FilesOf(call.Client, call.Store.Lake);
        try
        {
            return await slots.Run("recipes", stop => Task.FromResult(answer(shelf.Of(files, stop))), call.Token);
        }
        catch (RecipesRefusedException refused)
        {
            throw RecipeProblems.OfFiles(refused);
        }
        catch (InputException wrong)
        {
            // Where the file lies is nothing to callers.
            throw new ProblemException(
                "value-refused", new InputException(wrong.Problem, wrong.File is { } file ? Path.GetFileName(file) : null, wrong.Line, wrong.Column).Message);
        }
        catch (TooManyRowsException many)
        {
            throw new ProblemException("recipe-too-large", many.Message);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new ProblemException("value-refused", "A file of the client's recipes cannot be read: look at its source.");
        }
    }

    /// <summary>A '/' in a code arrives as it was sent, since it would end a part of the path.</summary>
    private static string Code(string item) => item.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static DateOnly Day(Call call, DateOnly? day) => day ?? DateOnly.FromDateTime(call.Time.GetUtcNow().Date);

    private static ProblemException Unknown(CompiledRecipes book, string item) =>
        new("item-unknown", $"No recipe and no item list names {FreeText.Shown(Code(item))}.{book.Hint(Code(item))}");

    private static RouteHandlerBuilder May(this RouteHandlerBuilder endpoint, params string[] codes) =>
        endpoint.MayAnswer([.. codes, "client-unknown", "no-source", "upload-unknown", "recipes-refused", "bom-cycle", "value-refused", "busy", "too-long"]);

    /// <summary>The tree of a quantity of an item.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Quantity">How much of it.</param>
    /// <param name="Day">The day whose recipes count; today by default.</param>
    /// <param name="Rows">The places of the tree from its root down, each before what it is made of.</param>
    internal sealed record TreeAnswer(string Item, double Quantity, DateOnly Day, IReadOnlyList<RecipeItem.Branch> Rows);
}
