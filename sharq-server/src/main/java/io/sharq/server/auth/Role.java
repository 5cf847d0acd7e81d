package io.sharq.server.auth;

import io.sharq.api.InvalidValueException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a principal may do. */
public enum Role {
    /** Enqueue jobs, and set the intervals of their queues. */
    PRODUCE,
    /** Dequeue jobs and end them. */
    CONSUME,
    /** Everything else. */
    ADMIN;

    /**
     * The name of the role in the contract, in tokens and in the configuration.
     *
     * @return the name in lower case
     */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a list such as {@code produce,consume}.
     *
     * @param field what an error names
     * @param list the names, with commas between them
     * @return the roles, at least one
     * @throws InvalidValueException if there is none, or one is not known
     */
    public static Set<Role> parse(String field, String list) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : list.split(",", -1)) {
            roles.add(Arrays.stream(values())
                    .filter(role -> role.text().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new InvalidValueException(
                            field,
                            "There is no role \"" + name.strip() + "\"; there are produce, consume and admin.")));
        }
        return roles;
    }
}
