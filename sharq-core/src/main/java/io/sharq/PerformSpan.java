package io.sharq;

/** The span of one performance of a job. One of its three ends is called, once, after all of its scopes are closed. */
public interface PerformSpan {
    /**
     * Makes this span the current one of the calling thread, so that spans which are started there become its children.
     *
     * @return a scope, to be closed by the same thread
     */
    TraceScope open();

    /** Ends the span of a job that was performed. */
    void performed();

    /**
     * Ends the span of a job that failed.
     *
     * @param cause the failure
     */
    void failed(Throwable cause);

    /** Ends the span of a job that goes back uncounted: an upstream refuses it for now, or its worker closes. */
    void returned();
}
