using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SecretMagic.Api;

/// <summary>The pages of the browser. They hold no data: what they show they ask the API for, with the key of whoever looks.</summary>
internal static class PageEndpoints
{
    internal static void Map(RouteGroupBuilder root)
    {
        root.MapGet("/", (HttpContext context, PageBook pages) => Send(context, pages, PageBook.First, isForGood: false))
            .WithName("pages").ExcludeFromDescription().OpenToAll();
        root.MapGet(PageBook.Folder + "/{version}/{**name}", (HttpContext context, PageBook pages, string version, string? name) =>
                Send(context, pages, name ?? "", version == pages.Version && !pages.IsOpen))
            .WithName("pageFiles").ExcludeFromDescription().OpenToAll();
    }

    private static Task Send(HttpContext context, PageBook pages, string name, bool isForGood) =>
        pages.Find(name) is { } file ? file.Send(context, isForGood) : throw new ProblemException("path-unknown", "There is no such page.");
}
