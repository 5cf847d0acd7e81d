package io.sharq.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sharq.api.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates requests. Password hashes are slow by design and signatures are expensive, so each kind is checked on threads
 * of its own, and the failed checks of an address are limited. Successful checks are cached, of a password for a minute and of
 * a token until it expires, under a hash with a key of this process. Thread-safe.
 */
public final class Authenticator implements AutoCloseable {
    private static final CompletionStage<Verdict> ANYBODY =
            CompletableFuture.completedStage(new Verdict.Known(Principal.ANYBODY));
    private static final CompletionStage<Verdict> REFUSED = CompletableFuture.completedStage(new Verdict.Refused());

    private static final Duration PASSWORD_REMEMBERED = Duration.ofMinutes(1);

    /** A check takes about 0.1 s of a core, so an address that guesses occupies half of one of the two threads. */
    private static final AttemptLimiter.Bounds PASSWORDS = new AttemptLimiter.Bounds(5, 10);

    private static final AttemptLimiter.Bounds SIGNATURES = new AttemptLimiter.Bounds(50, 100);

    /** The content of the files and the cache of checks against it. A reload replaces both, so no check by old files is cached. */
    private record Registers(
            @Nullable Htpasswd htpasswd,
            @Nullable Tokens tokens,
            @Nullable SignedTokens signed,
            Cache<String, VerifiedPrincipal> proven,
            String key) {}

    private final AuthSettings settings;
    private final InstantSource clock;
    private final CredentialChecks passwords;
    private final CredentialChecks signatures;
    private volatile Registers registers;

    /**
     * An authenticator.
     *
     * @param settings where the credentials are
     * @throws ConfigurationException if a file cannot be read
     */
    public Authenticator(AuthSettings settings) {
        this(settings, InstantSource.system(), System::nanoTime);
    }

    Authenticator(AuthSettings settings, InstantSource clock, LongSupplier nanoTime) {
        this.settings = settings;
        this.clock = clock;
        this.passwords = new CredentialChecks("sharq-passwords", new AttemptLimiter(PASSWORDS, nanoTime), clock);
        this.signatures = new CredentialChecks("sharq-signatures", new AttemptLimiter(SIGNATURES, nanoTime), clock);
        this.registers = read();
    }

    /**
     * Reads the files again. If one of them has a fault, the old ones stay in force.
     *
     * @throws ConfigurationException if a file cannot be read
     */
    public void reload() {
        registers = read();
    }

    private Registers read() {
        return new Registers(
                settings.htpasswd()
                        .map(file -> Htpasswd.parse(file.toString(), lines(file)))
                        .orElse(null),
                settings.tokens()
                        .map(file -> Tokens.parse(file.toString(), lines(file)))
                        .orElse(null),
                settings.jwt()
                        .map(jwt -> SignedTokens.parse(
                                jwt.keys().toString(), text(jwt.keys()), jwt.issuer(), jwt.audience()))
                        .orElse(null),
                Caffeine.newBuilder().maximumSize(10_000).build(),
                secret());
    }

    private static List<String> lines(Path file) {
        return text(file).lines().toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": it cannot be read: " + e, e);
        }
    }

    /**
     * Finds out who calls.
     *
     * @param header the header {@code Authorization}, or null if there is none
     * @param address where the request came from, or null if that is not known
     * @return completes with the verdict, at once unless a password or a signature has to be checked
     */
    public CompletionStage<Verdict> authenticate(@Nullable String header, @Nullable String address) {
        if (!settings.isOn()) {
            return ANYBODY;
        }
        Optional<Credentials> credentials = Credentials.parse(header);
        if (credentials.isEmpty()) {
            return REFUSED;
        }
        Registers current = registers;
        return credentials.get() instanceof Credentials.Basic basic
                ? password(current, basic, Addresses.owner(address))
                : token(current, ((Credentials.Bearer) credentials.get()).token(), Addresses.owner(address));
    }

    private CompletionStage<Verdict> token(Registers current, String token, String address) {
        Tokens tokens = current.tokens();
        Optional<Principal> known = tokens == null ? Optional.empty() : tokens.find(token);
        if (known.isPresent()) {
            return CompletableFuture.completedStage(new Verdict.Known(known.get()));
        }
        SignedTokens signed = current.signed();
        return signed == null
                ? REFUSED
                : signatures.check(current.proven(), hash(current, "bearer", token), address, () -> signed.find(token));
    }

    private CompletionStage<Verdict> password(Registers current, Credentials.Basic basic, String address) {
        Htpasswd htpasswd = current.htpasswd();
        return htpasswd == null
                ? REFUSED
                : passwords.check(
                        current.proven(),
                        hash(current, "basic", basic.user() + ":" + basic.password()),
                        address,
                        () -> htpasswd.includes(basic) ? Optional.of(verified(basic)) : Optional.empty());
    }

    private VerifiedPrincipal verified(Credentials.Basic basic) {
        Principal principal = new Principal(basic.user(), settings.htpasswdRoles(), TypePatterns.ALL);
        return new VerifiedPrincipal(principal, clock.instant().plus(PASSWORD_REMEMBERED));
    }

    /** The key differs for each reading of the files, so that a check by old files is not shared with a request after a reload. */
    private static String hash(Registers current, String kind, String credentials) {
        return Tokens.hash(current.key() + kind + credentials);
    }

    private static String secret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        passwords.close();
        signatures.close();
    }
}
