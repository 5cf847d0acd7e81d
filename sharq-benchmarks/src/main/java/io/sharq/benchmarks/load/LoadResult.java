package io.sharq.benchmarks.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The measurements of a load test, and the faults that it found. Immutable. */
public final class LoadResult {
    private final String target;
    private final Report report;
    private final @Nullable Double noOpsASecond;

    LoadResult(String target, Report report, @Nullable Double noOpsASecond) {
        this.target = target;
        this.report = report;
        this.noOpsASecond = noOpsASecond;
    }

    /**
     * The faults: jobs that are missing, altered, repeated or early, and the first call that failed.
     *
     * @return a sentence for each, none if there is no fault
     */
    public List<String> faults() {
        return report.faults();
    }

    /**
     * The result as a table of text.
     *
     * @return lines, each with its line end
     */
    public String table() {
        return Table.of(report, noOpsASecond);
    }

    /**
     * The result as one line of JSON, without a line end.
     *
     * @return a JSON object
     */
    public String json() {
        JsonMapper mapper = new JsonMapper();
        ObjectNode line = mapper.createObjectNode();
        line.put("target", target);
        line.setAll((ObjectNode) mapper.valueToTree(report));
        line.put("workload", report.workload().name().toLowerCase(Locale.ROOT));
        line.put("noOpsASecond", noOpsASecond);
        line.set("faults", mapper.valueToTree(report.faults()));
        try {
            return mapper.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON is always written", e);
        }
    }
}
