package io.sharq.server.contract;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of a path: a tree of its segments, in which a literal one goes before a parameter. Immutable once
 * built.
 */
public final class Routes {
    private static final String GET = "GET";
    private static final String HEAD = "HEAD";
    private static final String OPTIONS = "OPTIONS";

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
     * Finds an operation. HEAD finds that of GET, unless it is not safe: a HEAD that dequeued would lose the job.
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
        Operation operation = node.operations.get(method.equals(HEAD) ? GET : method);
        return operation == null || (method.equals(HEAD) && !operation.isSafe())
                ? new Route.OtherMethods(allowed(node.operations))
                : new Route.Found(operation, parameters);
    }

    private static String allowed(Map<String, Operation> operations) {
        Set<String> methods = new TreeSet<>(operations.keySet());
        methods.add(OPTIONS);
        Operation get = operations.get(GET);
        if (get != null && get.isSafe()) {
            methods.add(HEAD);
        }
        return String.join(", ", methods);
    }
}
