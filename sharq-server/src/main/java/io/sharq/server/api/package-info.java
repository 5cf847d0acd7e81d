/** What each operation of the HTTP API does. */
@org.jspecify.annotations.NullMarked
package io.sharq.server.api;
