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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls. Passwords are hashed slowly on purpose, and JSON Web Tokens cost a signature: that happens on
 * threads of its own, so many at a time and no more, and what proved right is remembered for a minute under a hash with a
 * key that this process alone has. Thread-safe.
 */
public final class Authenticator implements AutoCloseable {
    private static final CompletionStage<Verdict> ANYBODY =
            CompletableFuture.completedStage(new Verdict.Known(Principal.ANYBODY));
    private static final CompletionStage<Verdict> REFUSED = CompletableFuture.completedStage(new Verdict.Refused());
    private static final CompletionStage<Verdict> BUSY = CompletableFuture.completedStage(new Verdict.Busy());
    private static final int THREADS = 2;
    private static final int LONGEST_QUEUE = 200;

    /** What the files hold, and what proved right by them: a check that outlives a change of the files is not kept. */
    private record Registers(
            @Nullable Htpasswd htpasswd,
            @Nullable Tokens tokens,
            @Nullable SignedTokens signed,
            Cache<String, Principal> proven) {}

    private final AuthSettings settings;
    private final String key = secret();
    private final ThreadPoolExecutor slow = new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(LONGEST_QUEUE), task -> {
                Thread thread = new Thread(task, "sharq-credentials");
                thread.setDaemon(true);
                return thread;
            });
    private volatile Registers registers;

    /**
     * An authenticator.
     *
     * @param settings where the credentials are
     * @throws ConfigurationException if a file cannot be read
     */
    public Authenticator(AuthSettings settings) {
        this.settings = settings;
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
                Caffeine.newBuilder()
                        .maximumSize(10_000)
                        .expireAfterWrite(Duration.ofMinutes(1))
                        .build());
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
     * @return completes with the verdict, at once unless a password or a signature has to be checked
     */
    public CompletionStage<Verdict> authenticate(@Nullable String header) {
        if (!settings.isOn()) {
            return ANYBODY;
        }
        Optional<Credentials> credentials = Credentials.parse(header);
        if (credentials.isEmpty()) {
            return REFUSED;
        }
        Registers current = registers;
        if (credentials.get() instanceof Credentials.Bearer bearer) {
            Optional<Principal> known = current.tokens() == null
                    ? Optional.empty()
                    : current.tokens().find(bearer.token());
            if (known.isPresent()) {
                return CompletableFuture.completedStage(new Verdict.Known(known.get()));
            }
            SignedTokens signed = current.signed();
            return signed == null ? REFUSED : slowly(current.proven(), null, () -> signed.find(bearer.token()));
        }
        Credentials.Basic basic = (Credentials.Basic) credentials.get();
        Htpasswd htpasswd = current.htpasswd();
        return htpasswd == null
                ? REFUSED
                : slowly(
                        current.proven(),
                        Tokens.hash(key + header),
                        () -> htpasswd.includes(basic)
                                ? Optional.of(new Principal(basic.user(), settings.htpasswdRoles(), TypePatterns.ALL))
                                : Optional.empty());
    }

    /** A check that blocks. */
    private interface Check {
        Optional<Principal> run();
    }

    private CompletionStage<Verdict> slowly(Cache<String, Principal> proven, @Nullable String memory, Check check) {
        Principal remembered = memory == null ? null : proven.getIfPresent(memory);
        if (remembered != null) {
            return CompletableFuture.completedStage(new Verdict.Known(remembered));
        }
        try {
            return CompletableFuture.supplyAsync(check::run, slow).thenApply(found -> {
                if (found.isEmpty()) {
                    return new Verdict.Refused();
                }
                if (memory != null) {
                    proven.put(memory, found.get());
                }
                return new Verdict.Known(found.get());
            });
        } catch (RejectedExecutionException e) {
            return BUSY;
        }
    }

    private static String secret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        slow.shutdownNow();
    }
}
