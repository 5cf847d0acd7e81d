package io.sharq.server.contract;

import io.sharq.api.SharQException;
import io.sharq.config.Nearest;
import java.io.Serial;
import java.util.List;

/** A parameter of a query that its operation does not have. */
public final class UnknownParameterException extends SharQException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int LONGEST_SHOWN = 100;

    /** The parameter. */
    private final String name;

    /** What there is instead. */
    private final String fault;

    UnknownParameterException(String name, List<String> known) {
        super("`" + shown(name) + "`: " + fault(name, known), null);
        this.name = shown(name);
        this.fault = fault(name, known);
    }

    private static String shown(String name) {
        return name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) + "…" : name;
    }

    private static String fault(String name, List<String> known) {
        String hint = Nearest.to(shown(name), known)
                .map(near -> "did you mean " + near + "?")
                .orElse(known.isEmpty() ? "there are none here." : "known are " + String.join(", ", known) + ".");
        return "There is no such parameter; " + hint;
    }

    /**
     * The parameter.
     *
     * @return its name, cut if it is long
     */
    public String name() {
        return name;
    }

    /**
     * What is wrong with it.
     *
     * @return a sentence for a person
     */
    public String fault() {
        return fault;
    }
}
