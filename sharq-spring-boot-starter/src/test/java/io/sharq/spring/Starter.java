package io.sharq.spring;

import io.sharq.SharQ;
import io.sharq.spring.autoconfigure.AutoConfigurationsOfTheStarter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application with the starter, on a SharQ in memory or another backend, on whichever version of Boot runs the test. */
public final class Starter {
    /** The version of Boot that is on the class path. */
    public static final boolean IS_BOOT_3 = isThere("org.springframework.boot.actuate.health.HealthIndicator");

    private Starter() {}

    /** The starter alone. No backend is chosen. */
    public static ApplicationContextRunner alone() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AutoConfigurationsOfTheStarter.all()));
    }

    /** The starter on a SharQ in memory. */
    public static ApplicationContextRunner inMemory() {
        return alone().withPropertyValues("sharq.backend=inmemory");
    }

    /** The starter and auto-configurations of Boot, of which those are taken that its version has. */
    public static ApplicationContextRunner with(String... names) {
        List<Class<?>> all = new ArrayList<>(List.of(AutoConfigurationsOfTheStarter.all()));
        Stream.of(names).filter(Starter::isThere).map(Starter::type).forEach(all::add);
        return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(all.toArray(Class[]::new)));
    }

    private static boolean isThere(String name) {
        try {
            return type(name) != null;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, SharQ.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
