/** The beans of the starter, and the conditions under which they exist. */
@NullMarked
package io.sharq.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
