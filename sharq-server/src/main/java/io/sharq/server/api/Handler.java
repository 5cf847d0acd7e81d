package io.sharq.server.api;

import java.util.concurrent.CompletionStage;

/** The code of an operation. It blocks nothing, and may be called by many threads at once. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers.
     *
     * @param call what is asked
     * @return completes with the answer
     */
    CompletionStage<Answer> answer(Call call);
}
