package io.sharq.server.contract;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of a path: a tree of its segments, in which a literal one goes before a parameter. Immutable once
 * built.
 */
public final class Routes {
    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<String, Operation> operations = new TreeMap<>();
        private @Nullable Node parameter;
        private @Nullable String parameterName;
    }

    private final Node root = new Node();

    /**
     * The routes of some operations.
     *
     * @param operations the operations
     */
    public Routes(Collection<Operation> operations) {
        operations.forEach(this::add);
    }

    private void add(Operation operation) {
        Node node = root;
        for (String segment : Segments.of(operation.template())) {
            if (segment.startsWith("{")) {
                node.parameterName = segment.substring(1, segment.length() - 1);
                if (node.parameter == null) {
                    node.parameter = new Node();
                }
                node = node.parameter;
            } else {
                node = node.literals.computeIfAbsent(segment, name -> new Node());
            }
        }
        node.operations.put(operation.method(), operation);
    }

    /**
     * Finds an operation.
     *
     * @param method the HTTP method
     * @param path the path as it was sent, percent-encoded
     * @return the operation, or why there is none
     * @throws io.sharq.api.InvalidValueException if the path's encoding is broken
     */
    public Route find(String method, String path) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Node node = root;
        for (String segment : Segments.of(path)) {
            Node literal = node.literals.get(segment);
            if (literal != null) {
                node = literal;
            } else if (node.parameter != null && node.parameterName != null) {
                parameters.put(node.parameterName, Segments.decode(node.parameterName, segment));
                node = node.parameter;
            } else {
                return new Route.Unknown();
            }
        }
        if (node.operations.isEmpty()) {
            return new Route.Unknown();
        }
        Operation operation = node.operations.get(method);
        return operation == null
                ? new Route.OtherMethods(String.join(", ", node.operations.keySet()))
                : new Route.Found(operation, parameters);
    }
}
