/**
 * What a backend implements: {@link io.sharq.spi.Backend}, with one method for each operation, and
 * {@link io.sharq.spi.BackendProvider}, by which {@link java.util.ServiceLoader} finds it.
 *
 * <p>Each request is an {@link io.sharq.spi.Operation}, which runs itself on a backend and tells whether it is idempotent.
 * Retries, measurements and fault injection are decorators of a backend: extend {@link io.sharq.spi.InterceptedBackend}.
 *
 * <p>Every instant is a number of microseconds since 1970-01-01T00:00:00Z on the backend's clock, every span a number of
 * microseconds or, for intervals, milliseconds; the unit stands in the name. Every value checks itself when it is made,
 * so a backend sees only valid names and numbers in range (rule 17); what comes as a bare string, a queue type of a
 * listing or a cursor, the backend checks itself, and refuses by throwing or through the stage. A number in parentheses such as (rule 5) is that of
 * a rule in the project's design document.
 */
@org.jspecify.annotations.NullMarked
package io.sharq.spi;
