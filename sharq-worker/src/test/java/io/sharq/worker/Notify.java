package io.sharq.worker;

/** A request: to notify a user. */
public record Notify(int user) {}
