package io.sharq.server.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Bearer tokens: random ones of 256 bits, of which the server keeps the SHA-256 alone. Each line of their file is a name,
 * roles, queue types and the hash: {@code billing produce sms,call-* 9f86d0...}. Immutable.
 */
public final class Tokens {
    private static final int BYTES = 32;
    private static final int COLUMNS = 4;

    private record Token(String hash, Principal principal) {}

    private final List<Token> tokens;

    private Tokens(List<Token> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    static Tokens parse(String file, List<String> lines) {
        List<Token> tokens = new ArrayList<>();
        int number = 0;
        for (String line : lines) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                tokens.add(token(file + ", line " + number, line.strip().split("\\s+", -1)));
            }
        }
        return new Tokens(tokens);
    }

    private static Token token(String place, String[] columns) {
        if (columns.length != COLUMNS || !columns[COLUMNS - 1].matches("[0-9a-fA-F]{64}")) {
            throw new ConfigurationException(place
                    + ": it must be a name, roles, queue types and the SHA-256 of the token in hexadecimal digits");
        }
        try {
            return new Token(
                    columns[COLUMNS - 1].toLowerCase(Locale.ROOT),
                    new Principal(
                            columns[0],
                            Role.parse("roles", columns[1]),
                            TypePatterns.parse("queue types", columns[2])));
        } catch (InvalidValueException e) {
            throw new ConfigurationException(place + ": " + e.field() + ": " + e.fault(), e);
        }
    }

    /** Compares with every token in constant time, so that the response time reveals nothing. */
    Optional<Principal> find(String token) {
        byte[] hash = hash(token).getBytes(US_ASCII);
        Principal found = null;
        for (Token known : tokens) {
            if (MessageDigest.isEqual(known.hash().getBytes(US_ASCII), hash)) {
                found = known.principal();
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * Makes a token.
     *
     * @return 256 random bits as text
     */
    public static String generate() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new String(Base64.getUrlEncoder().withoutPadding().encode(bytes), US_ASCII);
    }

    /**
     * A token's line for the file, with the roles of a client and all queue types.
     *
     * @param name whose the token is
     * @param token the token
     * @return a line that the server reads back
     * @throws InvalidValueException if the name would make it another line or none
     */
    public static String entry(String name, String token) {
        String line = name + " produce,consume * " + hash(token);
        if (!isLoaded(line, name, token)) {
            throw new InvalidValueException(
                    "name", "A token's name has no blanks and begins with no #, or its line would not load.");
        }
        return line;
    }

    private static boolean isLoaded(String line, String name, String token) {
        try {
            return parse("tokens", line.lines().toList())
                    .find(token)
                    .filter(principal -> principal.name().equals(name))
                    .isPresent();
        } catch (ConfigurationException e) {
            return false;
        }
    }

    /**
     * What the file keeps of a token.
     *
     * @param token the token
     * @return its SHA-256 in hexadecimal digits
     */
    public static String hash(String token) {
        return HexFormat.of().formatHex(Digests.sha256(token));
    }
}
