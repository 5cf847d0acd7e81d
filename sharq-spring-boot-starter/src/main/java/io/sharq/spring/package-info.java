/** SharQ in a Spring Boot application: listeners, and what an application may add to the beans of the starter. */
@NullMarked
package io.sharq.spring;

import org.jspecify.annotations.NullMarked;
