package io.sharq.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** What the contract says of answers, which the server itself need not know. */
public final class ContractAnswers {
    private final Contract contract;
    private final JsonNode document;

    /** The answers of a contract. */
    public ContractAnswers(Contract contract) {
        this.contract = contract;
        try {
            this.document = new ObjectMapper().readTree(contract.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the answer to an operation must be, or null if it is not JSON. */
    public Shape of(Operation operation, int status) {
        String path = "/paths/" + escape(operation.template());
        String slashed = document.at(path).isMissingNode() ? path + escape("/") : path;
        String responses = slashed + "/" + operation.method().toLowerCase(Locale.ROOT) + "/responses/";
        String key = document.at(responses + status).isMissingNode() ? "default" : Integer.toString(status);
        JsonNode response = document.at(responses + key);
        String pointer = response.has("$ref") ? response.get("$ref").textValue().substring(1) : responses + key;
        String schema = pointer + "/content/application~1json/schema";
        return document.at(schema).isMissingNode() ? null : contract.shape(schema);
    }

    private static String escape(String part) {
        return part.replace("~", "~0").replace("/", "~1");
    }
}
