using System.Reflection;
using System.Text.RegularExpressions;
using SecretMagic.Runtime;

namespace SecretMagic.House;

/// <summary>The rules of the house that no compiler checks: what may reference what, how long a file may be, which words may not stay.</summary>
public sealed partial class HouseTests
{
    /// <summary>What each assembly may use of the house: references go down the stair only.</summary>
    private static readonly Dictionary<string, string[]> Stair = new()
    {
        ["SecretMagic.Series"] = [],
        ["SecretMagic.Features"] = ["SecretMagic.Series"],
        ["SecretMagic.Bom"] = ["SecretMagic.Series"],
        ["SecretMagic.Domain"] = [],
        ["SecretMagic.Storage"] = ["SecretMagic.Series", "SecretMagic.Domain"],
        ["SecretMagic.Pipeline"] = ["SecretMagic.Series", "SecretMagic.Features", "SecretMagic.Bom", "SecretMagic.Storage"],
        ["SecretMagic.Runtime"] = ["SecretMagic.Series", "SecretMagic.Features", "SecretMagic.Domain", "SecretMagic.Storage", "SecretMagic.Pipeline"],
        ["SecretMagic.Api"] =
        [
            "SecretMagic.Series", "SecretMagic.Features", "SecretMagic.Bom", "SecretMagic.Domain", "SecretMagic.Storage", "SecretMagic.Pipeline",
            "SecretMagic.Runtime",
        ],
        ["secretmagic"] =
        [
            "SecretMagic.Series", "SecretMagic.Features", "SecretMagic.Bom", "SecretMagic.Domain", "SecretMagic.Storage", "SecretMagic.Pipeline",
            "SecretMagic.Runtime", "SecretMagic.Api",
        ],
    };

    internal static readonly string Root = FindRoot();

    [Fact]
    public void References_go_down_the_stair_only()
    {
        foreach (var (name, allowed) in Stair)
        {
            var used = Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!).Where(Stair.ContainsKey);
            used.Except(allowed).ShouldBeEmpty($"{name} reaches up or sideways");
        }
    }

    [Fact]
    public void Every_project_under_src_stands_on_the_stair()
    {
        var projects = Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path) is "Cli" ? "secretmagic" : $"SecretMagic.{Path.GetFileNameWithoutExtension(path)}");
        // The cluster stands above Runtime; the default build leaves it out.
        projects.ShouldBe(Stair.Keys.Append("SecretMagic.Cluster"), ignoreOrder: true);
    }

    [Theory]
    [InlineData("SecretMagic.Series")]
    [InlineData("SecretMagic.Features")]
    [InlineData("SecretMagic.Bom")]
    [InlineData("SecretMagic.Domain")]
    public void Engines_know_no_file_and_no_socket(string engine) =>
        Assembly.Load(engine).GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => name.StartsWith("System.IO", StringComparison.Ordinal) || name.StartsWith("System.Net", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Sources().Where(file => File.ReadLines(file).Count() > 400).ShouldBeEmpty();

    [Fact]
    public void No_line_is_longer_than_160_characters() =>
        Sources().Where(file => !file.StartsWith(Path.Combine(Root, "tests"), StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Select((line, at) => (Place: $"{Path.GetRelativePath(Root, file)}:{at + 1}", line.Length)))
            .Where(line => line.Length > 160).ShouldBeEmpty();

    [Fact]
    public void No_unfinished_place_stays_in_the_sources() =>
        Sources().Where(file => !file.Contains("House", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Select((line, at) => $"{Path.GetRelativePath(Root, file)}:{at + 1}: {line.Trim()}"))
            .Where(line => Unfinished().IsMatch(line)).ShouldBeEmpty();

    [Fact]
    public void Every_suppression_gives_its_reason_on_the_same_line() =>
        Sources().Where(file => !file.Contains("House", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Select((line, at) => $"{Path.GetRelativePath(Root, file)}:{at + 1}: {line.Trim()}"))
            .Where(line => line.Contains("#pragma warning disable", StringComparison.Ordinal) && !line.Contains("//", StringComparison.Ordinal)
                || line.Contains("(Skip =", StringComparison.Ordinal) && !line.Contains("because", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Every_interface_has_two_implementations_or_is_an_operator()
    {
        var types = Stair.Keys.SelectMany(name => Assembly.Load(name).GetTypes()).ToArray();
        var lonely = types.Where(type => type.IsInterface && type.Namespace?.StartsWith("SecretMagic", StringComparison.Ordinal) == true)
            .Where(type => type != typeof(IGateway)) // its other implementation is the cluster's, which the default build leaves out
            .Where(type => !type.GetMethods().Any(method => method.IsStatic && method.IsAbstract) && !IsOperator(type, types))
            .Where(type => types.Count(other => !other.IsInterface && Implements(other, type)) < 2);
        lonely.ShouldBeEmpty();
    }

    /// <summary>The operator of a generic driver is a struct, so that the driver is compiled for it: it stands in a constraint beside <c>struct</c>.</summary>
    private static bool IsOperator(Type contract, Type[] types) => types.Where(type => type.IsGenericTypeDefinition)
        .SelectMany(type => type.GetGenericArguments())
        .Where(parameter => parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
        .SelectMany(parameter => parameter.GetGenericParameterConstraints())
        .Any(constraint => constraint == contract || constraint.IsGenericType && constraint.GetGenericTypeDefinition() == contract);

    private static bool Implements(Type type, Type contract) =>
        type.GetInterfaces().Any(found => found == contract || found.IsGenericType && found.GetGenericTypeDefinition() == contract);

    private static IEnumerable<string> Sources() =>
        new[] { "src", "tests", "bench" }.Select(folder => Path.Combine(Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "SecretMagic.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("The tests run outside a checkout: SecretMagic.sln is in no folder above them.");
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException|for now|placeholder|stub)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unfinished();
}
