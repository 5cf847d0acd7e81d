package io.sharq.server.auth;

import io.sharq.server.contract.Access;
import io.sharq.server.contract.Operation;
import java.util.Map;
import java.util.Set;

/**
 * The caller of a request.
 *
 * @param name the name, for logs and limits
 * @param roles what they may do
 * @param types to which queue types
 */
public record Principal(String name, Set<Role> roles, TypePatterns types) {
    /** Every caller of a server without authentication. */
    public static final Principal ANYBODY = new Principal("-", Set.of(Role.values()), TypePatterns.ALL);

    /**
     * Keeps a copy of the set.
     *
     * @param name the name
     * @param roles what they may do
     * @param types to which queue types
     */
    public Principal {
        roles = Set.copyOf(roles);
    }

    /**
     * Whether this principal may call an operation. An operation without a queue type needs
     * rights to all types.
     *
     * @param operation the operation
     * @param path the values of its path
     * @return whether it may
     */
    public boolean may(Operation operation, Map<String, String> path) {
        if (!(operation.access() instanceof Access.AnyOf access)) {
            return true;
        }
        if (roles.stream().noneMatch(role -> access.roles().contains(role.text()))) {
            return false;
        }
        String type = path.getOrDefault(Operation.QUEUE_TYPE, operation.queueType());
        return type == null ? types.isAll() : types.include(type);
    }
}
