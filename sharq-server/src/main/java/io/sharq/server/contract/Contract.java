package io.sharq.server.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The parsed OpenAPI document. Immutable. */
public final class Contract {
    private static final String FILE = "/io/sharq/server/openapi.yaml";
    private static final String ADDRESS = "https://sharq.io/openapi";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SchemaValidatorsConfig VALIDATION = SchemaValidatorsConfig.builder()
            .pathType(PathType.LEGACY)
            .regularExpressionFactory(WholeValues::new)
            .build();

    private final JsonNode document;
    private final byte[] json;
    private final JsonSchemaFactory schemas;
    private final List<Operation> operations = new ArrayList<>();

    private Contract(JsonNode document) {
        this.document = document;
        addDefaults();
        try {
            this.json = MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The document cannot be written as JSON", e);
        }
        String text = document.toString();
        // The document is one of the schema library's own, so that references into it are found without any network.
        this.schemas = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.schemas(uri -> uri.equals(ADDRESS) ? text : null)));
        document.get("paths").properties().forEach(path -> addPath(path.getKey(), path.getValue()));
    }

    /**
     * Reads the document that the server carries.
     *
     * @return the contract
     */
    public static Contract load() {
        try (InputStream file = Contract.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The document of the API cannot be read", e);
        }
    }

    static Contract parse(String yaml) {
        Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new Contract(MAPPER.valueToTree(document));
    }

    /** The responses that each operation may give: refused credentials, too many requests, an unreachable store. */
    private void addDefaults() {
        document.get("paths")
                .forEach(path -> path.properties().forEach(entry -> {
                    if (METHODS.contains(entry.getKey())) {
                        ((ObjectNode) entry.getValue().get("responses"))
                                .putObject("default")
                                .put("$ref", "#/components/responses/Failure");
                    }
                }));
    }

    private void addPath(String template, JsonNode path) {
        path.properties().forEach(entry -> {
            if (METHODS.contains(entry.getKey())) {
                operations.add(operation(template, path, entry.getKey(), entry.getValue()));
            }
        });
    }

    private Operation operation(String template, JsonNode path, String method, JsonNode node) {
        String pointer = "/paths/" + escape(template) + "/" + method;
        JsonNode body = node.at("/requestBody/content/application~1json/schema");
        return new Operation(
                node.get("operationId").textValue(),
                method.toUpperCase(Locale.ROOT),
                method.equals("get") && node.path("x-safe").asBoolean(true),
                template.endsWith("/") ? template.substring(0, template.length() - 1) : template,
                query(path, node),
                body.isMissingNode() ? null : shape(pointer + "/requestBody/content/application~1json/schema"),
                node.at("/requestBody/required").booleanValue(),
                access(node),
                node.path("x-queue-type").textValue());
    }

    private static Access access(JsonNode operation) {
        JsonNode access = operation.get("x-access");
        if (access == null) {
            throw new IllegalStateException(operation.get("operationId") + " does not say who may call it");
        }
        if (access.isTextual()) {
            return new Access.Everyone();
        }
        Set<String> roles = new HashSet<>();
        access.forEach(role -> roles.add(role.textValue()));
        return new Access.AnyOf(roles);
    }

    /** The parameters of the query: those of every method of the path, and those of one method. */
    private List<QueryParameter> query(JsonNode path, JsonNode method) {
        List<JsonNode> references = new ArrayList<>();
        path.path("parameters").forEach(references::add);
        method.path("parameters").forEach(references::add);
        List<QueryParameter> query = new ArrayList<>();
        for (JsonNode reference : references) {
            String pointer = reference.get("$ref").textValue().substring(1);
            JsonNode parameter = document.at(pointer);
            if (parameter.get("in").textValue().equals("query")) {
                query.add(new QueryParameter(
                        parameter.get("name").textValue(),
                        parameter.at("/schema/type").textValue(),
                        shape(pointer + "/schema")));
            }
        }
        return query;
    }

    /**
     * A schema of the document.
     *
     * @param pointer where it stands, as a JSON pointer
     * @return what a value must be
     */
    public Shape shape(String pointer) {
        JsonSchema schema = schemas.getSchema(SchemaLocation.of(ADDRESS + "#" + pointer), VALIDATION);
        schema.initializeValidators();
        return new Shape(schema);
    }

    private static String escape(String part) {
        return part.replace("~", "~0").replace("/", "~1");
    }

    /**
     * The operations.
     *
     * @return all of them
     */
    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    /**
     * The document as JSON.
     *
     * @return a copy of its bytes
     */
    public byte[] json() {
        return json.clone();
    }
}
