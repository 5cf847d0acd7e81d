/** The rules at the facade: a backend whose operations go through {@code SharQ}, and callers that wait, share and batch. */
package io.sharq.tck.facade;
