package io.sharq.spring;

import io.sharq.SharQBuilder;

/**
 * Changes the builder of the application's {@link io.sharq.SharQ} before it is opened. Each bean of this type is called once, in
 * its order, after the properties are applied.
 */
@FunctionalInterface
public interface SharQBuilderCustomizer {
    /**
     * Changes the builder.
     *
     * @param builder the builder, with the configuration and the tracing of the application
     */
    void customize(SharQBuilder builder);
}
