package io.sharq.redis.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Assembles a script: a line {@code --- @include name} stands for the file {@code include/name.lua}, and what follows a
 * line {@code --- @nested} becomes a function of its own. Comments and indentation are removed, so that Redis stores and
 * hashes less.
 *
 * <p>Redis runs a script from its first line at every call. To make a function, Lua 5.1 searches a list of all captured
 * variables of the enclosing function for each variable that the new one uses; variables from further out it copies
 * without a search. So a script of a hundred functions in one piece takes twice the time of one in two pieces to begin.
 */
public final class ScriptLoader {
    private static final Pattern INCLUDE = Pattern.compile("^--- @include (\\w+)$", Pattern.MULTILINE);
    private static final Pattern NESTED = Pattern.compile("^--- @nested$", Pattern.MULTILINE);
    private static final Pattern COMMENT_LINE = Pattern.compile("^\\s*--.*\\R", Pattern.MULTILINE);
    private static final Pattern INDENT = Pattern.compile("^\\s+", Pattern.MULTILINE);

    /** A script's text as sent to Redis, and the hash under which Redis caches it. */
    public record Loaded(String text, String sha1) {}

    private ScriptLoader() {}

    public static Loaded load(Script script) {
        String text = source(script.name().toLowerCase(Locale.ROOT));
        return new Loaded(text, sha1(text));
    }

    public static String source(String name) {
        Matcher include = INCLUDE.matcher(read(name + ".lua"));
        String whole =
                include.replaceAll(match -> Matcher.quoteReplacement(read("include/" + match.group(1) + ".lua")));
        return INDENT.matcher(COMMENT_LINE.matcher(nested(whole)).replaceAll(""))
                .replaceAll("");
    }

    private static String nested(String text) {
        Matcher nested = NESTED.matcher(text);
        long pieces = nested.results().count();
        return nested.replaceAll("return (function()") + "end)()\n".repeat((int) pieces);
    }

    private static String read(String file) {
        try (InputStream in = ScriptLoader.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no script " + file);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
