/** Tests of listeners and handlers in a small application context, on a SharQ in memory and a clock that the test moves. */
@NullMarked
package io.sharq.spring.test;

import org.jspecify.annotations.NullMarked;
