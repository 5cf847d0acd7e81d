package io.sharq.spring.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/** Restricts the context of a {@link SharQTest} to listeners and handlers. Boot's own way to do so differs between versions. */
final class SharQTestCustomizerFactory implements ContextCustomizerFactory {
    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        return AnnotatedElementUtils.hasAnnotation(testClass, SharQTest.class) ? new Slice() : null;
    }

    /** All are equal, so contexts that differ in nothing else are shared. */
    private record Slice() implements ContextCustomizer {
        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            TestPropertyValues.of(
                            "spring.boot.enableautoconfiguration=false",
                            "sharq.listeners.auto-startup=false",
                            "sharq.retry-for=0")
                    .applyTo(context);
            TypeExcludeFilter filter = new ListenersOnly();
            context.getBeanFactory().registerSingleton(ListenersOnly.class.getName(), filter);
        }
    }
}
