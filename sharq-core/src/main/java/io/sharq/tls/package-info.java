/** What the server and the clients of stores accept of TLS. */
@org.jspecify.annotations.NullMarked
package io.sharq.tls;
