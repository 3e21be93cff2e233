using System.Collections.Immutable;
using SecretMagic.Bom;

namespace SecretMagic.Pipeline;

/// <summary>A branch of an explosion that failed while the others went on.</summary>
/// <param name="Branch">Its name: the items where the defect is, or the branch's number.</param>
/// <param name="Rule">What kind of failure: the rule of a finding, cycle, too-deep, or fault for one of the machine.</param>
/// <param name="Reason">What is wrong, with file and line or the whole cycle.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="MayPass">True for a fault that the same run again may not have; a defect stays.</param>
/// <param name="Items">The items that were not exploded because of it.</param>
/// <param name="LeftOut">The dishes among them, with what is demanded of each.</param>
public sealed record FailedPart(
    string Branch, string Rule, string Reason, int Attempts, bool MayPass, ImmutableArray<string> Items, ImmutableArray<BomLeftOut> LeftOut);
