package io.sharq.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The cursor of a listing that is sorted by identifier. It is the last identifier of a page in Base64, in the alphabet for URLs
 * and without padding. An identifier itself may hold {@code &}, {@code +} or {@code %}, and would be another one after a client
 * that put it into a query as it is.
 */
public final class NameCursor {
    private NameCursor() {}

    /**
     * The cursor of the page after an identifier.
     *
     * @param id the last identifier of the page before
     * @return the cursor
     */
    public static String after(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(ISO_8859_1));
    }

    /**
     * The identifier that a page continues after.
     *
     * @param cursor the cursor, or null for the first page
     * @return the identifier; for the first page the empty string, which sorts before all identifiers
     * @throws InvalidValueException if no listing can have returned the cursor
     */
    public static String last(@Nullable String cursor) {
        if (cursor == null) {
            return "";
        }
        try {
            String id = Bounds.identifier(
                    "cursor", new String(Base64.getUrlDecoder().decode(cursor), ISO_8859_1));
            // Base64 has several texts for the same bytes. A listing returns only one of them.
            if (after(id).equals(cursor)) {
                return id;
            }
        } catch (IllegalArgumentException | InvalidValueException e) {
            throw new InvalidValueException("cursor", "It must be one that a listing gave.", e);
        }
        throw new InvalidValueException("cursor", "It must be one that a listing gave.");
    }
}
