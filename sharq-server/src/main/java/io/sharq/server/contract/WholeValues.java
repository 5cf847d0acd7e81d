package io.sharq.server.contract;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/**
 * A regular expression with the end anchor of ECMA 262. In Java a final dollar sign also matches before a last line end, and
 * would accept {@code "id\n"}.
 */
final class WholeValues implements RegularExpression {
    private final Pattern pattern;

    WholeValues(String text) {
        this.pattern = Pattern.compile(endsWithAnchor(text) ? text.substring(0, text.length() - 1) + "\\z" : text);
    }

    private static boolean endsWithAnchor(String text) {
        int backslashes = 0;
        for (int i = text.length() - 2; i >= 0 && text.charAt(i) == '\\'; i--) {
            backslashes++;
        }
        return text.endsWith("$") && backslashes % 2 == 0;
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(value).find();
    }
}
