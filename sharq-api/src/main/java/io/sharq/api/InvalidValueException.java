package io.sharq.api;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a value is refused; it names the field and the fault (rule 17). Nothing has been sent or changed.
 *
 * <p>The message begins with the sentence of the HTTP API, {@code `interval` has an invalid value.}, followed by the
 * fault.
 */
public final class InvalidValueException extends SharQException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The refused field. */
    private final String field;

    /** What is wrong with its value. */
    private final String fault;

    /**
     * A refusal of {@code field}.
     *
     * @param field the field's name as the HTTP API spells it, such as {@code queue_type}
     * @param fault a clause that says what is wrong with the value, such as {@code it must be at least 0, but is -1}
     */
    public InvalidValueException(String field, String fault) {
        this(field, fault, null);
    }

    /**
     * A refusal of {@code field} because of another exception.
     *
     * @param field the field's name as the HTTP API spells it, such as {@code payload}
     * @param fault a clause that says what is wrong with the value
     * @param cause the exception that revealed it, or null
     */
    public InvalidValueException(String field, String fault, @Nullable Throwable cause) {
        super("`" + field + "` has an invalid value. " + fault, cause);
        this.field = field;
        this.fault = fault;
    }

    /**
     * The refused field.
     *
     * @return its name as the HTTP API spells it, such as {@code queue_type}
     */
    public String field() {
        return field;
    }

    /**
     * What is wrong with the value.
     *
     * @return a clause for people to read
     */
    public String fault() {
        return fault;
    }
}
