/** Job ids of registered requests, by which equal requests are found. Internal. */
@org.jspecify.annotations.NullMarked
package io.sharq.worker.registration;
