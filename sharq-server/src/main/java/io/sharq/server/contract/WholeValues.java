package io.sharq.server.contract;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/**
 * A pattern of the document, in which a dollar sign at the end means the end, as in ECMA 262. Java's own stands before a
 * last line end too, and would let {@code "id\n"} through.
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
