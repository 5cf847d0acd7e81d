/** Who calls, and what they may do. */
@org.jspecify.annotations.NullMarked
package io.sharq.server.auth;
