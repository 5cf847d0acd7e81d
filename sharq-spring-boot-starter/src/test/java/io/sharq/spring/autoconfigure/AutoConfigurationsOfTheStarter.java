package io.sharq.spring.autoconfigure;

import java.util.List;
import org.springframework.boot.context.annotation.ImportCandidates;

/** The auto-configurations that an application gets, by the file in which Boot finds them. */
public final class AutoConfigurationsOfTheStarter {
    private AutoConfigurationsOfTheStarter() {}

    public static Class<?>[] all() {
        return names().stream().map(AutoConfigurationsOfTheStarter::type).toArray(Class[]::new);
    }

    private static List<String> names() {
        return ImportCandidates.load(
                        org.springframework.boot.autoconfigure.AutoConfiguration.class,
                        AutoConfigurationsOfTheStarter.class.getClassLoader())
                .getCandidates()
                .stream()
                .filter(name -> name.startsWith("io.sharq."))
                .toList();
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, AutoConfigurationsOfTheStarter.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
