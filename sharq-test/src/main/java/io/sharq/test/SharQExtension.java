package io.sharq.test;

import io.sharq.AsyncSharQ;
import io.sharq.SharQ;
import io.sharq.api.Bounds;
import io.sharq.time.ManualTime;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link TestSharQ} of its own and closes it afterwards. Tests, and methods that run before and after each,
 * may have parameters of the types {@link TestSharQ}, {@link SharQ}, {@link AsyncSharQ}, {@link ManualTime} and {@link Faults}.
 *
 * <pre>{@code
 * @ExtendWith(SharQExtension.class)
 * class CampaignTest {
 *     @Test
 *     void aNumberGetsOneMessageASecond(TestSharQ test) { ... }
 * }
 * }</pre>
 *
 * <p>With other settings it is registered by a field:
 * {@code @RegisterExtension static final SharQExtension SHARQ = new SharQExtension(TestSharQ.builder().startingAt(MONDAY));}
 */
public final class SharQExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharQExtension.class);

    private static final Map<Class<?>, Function<TestSharQ, Object>> PARAMETERS = Map.of(
            TestSharQ.class, test -> test,
            SharQ.class, TestSharQ::sharq,
            AsyncSharQ.class, test -> test.sharq().async(),
            ManualTime.class, TestSharQ::time,
            Faults.class, TestSharQ::faults);

    private final TestSharQ.Builder builder;

    /** Gives tests a SharQ with default settings and without retries. */
    public SharQExtension() {
        this(TestSharQ.builder());
    }

    /**
     * Gives tests a SharQ with other settings.
     *
     * @param builder the settings
     */
    public SharQExtension(TestSharQ.Builder builder) {
        this.builder = Bounds.required("builder", builder);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        TestSharQ unused = of(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestSharQ test = context.getStore(NAMESPACE).remove(this, TestSharQ.class);
        if (test != null) {
            test.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        // A parameter of a constructor or of a method that runs once has no test.
        return context.getTestMethod().isPresent()
                && PARAMETERS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return Objects.requireNonNull(PARAMETERS.get(type), type::getName).apply(of(context));
    }

    private TestSharQ of(ExtensionContext context) {
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(this, unused -> builder.open(), TestSharQ.class);
    }
}
