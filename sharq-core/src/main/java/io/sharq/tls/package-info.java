/** The TLS policy shared by the server and the clients of stores. */
@org.jspecify.annotations.NullMarked
package io.sharq.tls;
