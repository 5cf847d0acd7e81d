package io.sharq.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.spring.SharQListener;
import io.sharq.spring.Sms;
import io.sharq.spring.Starter;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The contributors to the health endpoint. Their types differ between the versions of Boot, so they are called by name. */
class HealthTest {
    private static final String STORE = "sharqHealthIndicator";
    private static final String LISTENERS = "sharqListenersHealthIndicator";

    static class Sender {
        @SharQListener(type = "sms", concurrency = 2)
        void send(Sms sms) {}
    }

    private static ApplicationContextRunner sender(String... properties) {
        return Starter.inMemory().withUserConfiguration(Sender.class).withPropertyValues(properties);
    }

    private static String health(Object indicator) throws ReflectiveOperationException {
        Class<?> type = Class.forName(
                Starter.IS_BOOT_3
                        ? "org.springframework.boot.actuate.health.HealthIndicator"
                        : "org.springframework.boot.health.contributor.HealthIndicator");
        Method method = type.getMethod("health");
        return method.invoke(indicator).toString();
    }

    @Test
    void theStoreAndTheListenersAreUp() {
        sender().run(context -> {
            assertThat(health(context.getBean(STORE))).startsWith("UP").contains("store");
            assertThat(health(context.getBean(LISTENERS))).startsWith("UP").contains("sms=3 of 3 threads run");
        });
    }

    @Test
    void aClosedStoreIsDown() {
        sender().run(context -> {
            context.getBean(io.sharq.SharQ.class).close();
            assertThat(health(context.getBean(STORE))).startsWith("DOWN");
        });
    }

    @Test
    void eachCanBeDisabled() {
        sender("management.health.sharq.enabled=false", "management.health.sharq-listeners.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(STORE).doesNotHaveBean(LISTENERS));
    }

    @Test
    void withoutTheActuatorThereAreNone() {
        sender().withClassLoader(
                        new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(STORE));
    }
}
