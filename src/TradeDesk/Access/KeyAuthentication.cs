using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using TradeDesk.Data;
using TradeDesk.Http;

namespace TradeDesk.Access;

/// <summary>Keys in the <c>X-Api-Key</c> header, and the policies <c>read</c>, <c>write</c> and <c>run</c>.</summary>
public static class KeyAuthentication
{
    public const string Scheme = "ApiKey", Header = "X-Api-Key", Read = "read", Write = "write", Run = "run";

    private static readonly Dictionary<string, DeskRole[]> Roles = new() { [Write] = [DeskRole.Partner, DeskRole.Admin], [Run] = [DeskRole.Officer, DeskRole.Admin] };

    public static IServiceCollection AddKeyAuthentication(this IServiceCollection services)
    {
        services.AddAuthentication(Scheme).AddScheme<AuthenticationSchemeOptions, Handler>(Scheme, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Read, p => p.RequireAuthenticatedUser())
            .AddPolicy(Write, p => p.RequireAuthenticatedUser().RequireRole(Roles[Write].Select(DeskJson.Word)))
            .AddPolicy(Run, p => p.RequireAuthenticatedUser().RequireRole(Roles[Run].Select(DeskJson.Word)));
        return services.AddChangeReader<KeyRing>();
    }

    /// <summary>Keys in the database.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services) => services.AddSingleton<KeyStore>();

    /// <summary>Who is calling; only where a policy has let the caller in.</summary>
    public static Caller Caller(this HttpContext http) => (Caller)http.Items[typeof(Caller)]!;

    private sealed class Handler(KeyRing keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var text = Request.Headers[Header].ToString();
            if (text.Length == 0)
                return AuthenticateResult.NoResult();
            if (await keys.FindAsync(text, Context.RequestAborted) is not { } caller)
                return AuthenticateResult.Fail("The key is not valid.");
            Context.Items[typeof(Caller)] = caller;
            var identity = new ClaimsIdentity([new(ClaimTypes.Name, caller.KeyId), new(ClaimTypes.Role, DeskJson.Word(caller.Role))], KeyAuthentication.Scheme);
            return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), KeyAuthentication.Scheme));
        }

        protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        {
            Response.Headers.WWWAuthenticate = $"{KeyAuthentication.Scheme} realm=\"TradeDesk\", header=\"{Header}\"";
            return Problem.Of(Problem.Unauthenticated).ExecuteAsync(Context);
        }

        protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
        {
            var scope = Context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().LastOrDefault(a => a.Policy is not null)?.Policy ?? Write;
            return Problem.Of(Problem.Forbidden, $"This needs the scope '{scope}': a key with the role {string.Join(" or ", Roles[scope].Select(DeskJson.Word))}. Yours has the role {DeskJson.Word(Context.Caller().Role)}.").ExecuteAsync(Context);
        }
    }
}
