package io.sharq.spring.test;

import io.sharq.spring.SharQListener;
import io.sharq.worker.Handler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AssignableTypeFilter;

/** Excludes from the scan of an application what is neither a handler nor has listeners. */
final class ListenersOnly extends TypeExcludeFilter {
    private static final AssignableTypeFilter HANDLERS = new AssignableTypeFilter(Handler.class);

    @Override
    public boolean match(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
        return !reader.getAnnotationMetadata().hasAnnotatedMethods(SharQListener.class.getName())
                && !HANDLERS.match(reader, factory);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ListenersOnly;
    }

    @Override
    public int hashCode() {
        return ListenersOnly.class.hashCode();
    }
}
