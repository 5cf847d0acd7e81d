package io.sharq.server.auth;

import java.time.Instant;

/**
 * What a check of credentials proved.
 *
 * @param principal whose they are
 * @param until how long that may be remembered
 */
record Proof(Principal principal, Instant until) {}
