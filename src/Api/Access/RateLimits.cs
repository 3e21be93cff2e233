using System.Threading.RateLimiting;
using SecretMagic.Domain;
using SecretMagic.Runtime;

namespace SecretMagic.Api;

/// <summary>How often each key may ask: so many requests a second, twice as many at once after a rest.</summary>
internal sealed class RateLimits(Settings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<ApiKeyId> _limiter = PartitionedRateLimiter.Create<ApiKeyId, ApiKeyId>(
        key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 2 * settings.ApiRateLimit,
            TokensPerPeriod = settings.ApiRateLimit,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <exception cref="ProblemException">The key asks too often.</exception>
    internal void Take(Caller caller)
    {
        using var lease = _limiter.AttemptAcquire(caller.Key);
        if (!lease.IsAcquired)
            throw new ProblemException("rate-limited", $"The key {caller.Key} asked more often than {settings.ApiRateLimit} times a second.");
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
