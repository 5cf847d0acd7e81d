package io.sharq.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameCursorTest {
    @Test
    void theFirstPageBeginsBeforeAllNames() {
        assertThat(NameCursor.last(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ab", "abc", "+49 151", "a&cursor=b", "100%", "a/../b?c#d", "~", "????", ">>>"})
    void anIdComesBackFromItsCursorWhichAQueryHoldsAsItIs(String given) {
        String id = given.replaceAll("[ >]", "~");

        assertThat(NameCursor.last(NameCursor.after(id))).isEqualTo(id);
        assertThat(NameCursor.after(id)).matches("[A-Za-z0-9_-]+");
        assertThat(NameCursor.last(NameCursor.after("q".repeat(200)))).hasSize(200);
    }

    /** Not Base64; padded; of no characters; of a blank, a line end, 201 characters; and with bits beyond the last byte. */
    @ParameterizedTest
    @ValueSource(strings = {"no cursor", "YQ==", "", "IA", "Cg", "YR", "YQ+", "é"})
    void whatNoListingReturnsIsRefused(String cursor) {
        assertThatThrownBy(() -> NameCursor.last(cursor))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("`cursor` has an invalid value. It must be one that a listing gave.");
        assertThatThrownBy(() -> NameCursor.last(NameCursor.after("q".repeat(201))))
                .isInstanceOf(InvalidValueException.class);
    }
}
