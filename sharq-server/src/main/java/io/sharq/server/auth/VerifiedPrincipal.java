package io.sharq.server.auth;

import java.time.Instant;

/**
 * A principal whose credentials were verified.
 *
 * @param principal the principal
 * @param until the instant until which it may be cached
 */
record VerifiedPrincipal(Principal principal, Instant until) {}
