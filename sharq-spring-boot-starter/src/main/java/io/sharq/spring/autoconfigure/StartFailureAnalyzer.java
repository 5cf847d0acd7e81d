package io.sharq.spring.autoconfigure;

import io.sharq.api.BackendException;
import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import io.sharq.api.SharQException;
import io.sharq.spring.InvalidListenerException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in a few lines why an application did not start, if SharQ is the reason. */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<RuntimeException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, RuntimeException cause) {
        Throwable found = root;
        while (found != null && !(found instanceof SharQException) && !(found instanceof InvalidListenerException)) {
            found = found.getCause();
        }
        return found == null ? null : new FailureAnalysis("SharQ: " + found.getMessage(), action(found), found);
    }

    private static @Nullable String action(Throwable failure) {
        if (failure instanceof ConfigurationException || failure instanceof InvalidValueException) {
            return "Change the property that is named. The key KEY of a section [SECTION] is the property sharq.SECTION.KEY,"
                    + " and that of [sharq] is sharq.KEY, with dashes.";
        }
        if (failure instanceof InvalidListenerException) {
            return "Change the listener or handler that is named.";
        }
        return failure instanceof BackendException
                ? "Start the store, or name another one by the properties of the backend, such as sharq.redis.uri."
                : null;
    }
}
