package io.sharq.worker;

/** A request: to notify a user. */
record Notify(int user) {}
