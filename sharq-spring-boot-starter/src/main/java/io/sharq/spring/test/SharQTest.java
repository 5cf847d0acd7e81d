package io.sharq.spring.test;

import io.sharq.spring.autoconfigure.ListenerAutoConfiguration;
import io.sharq.spring.autoconfigure.SharQAutoConfiguration;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of an application's listeners and handlers, without the rest of the application. The context has
 *
 * <ul>
 *   <li>the beans of the application that are handlers or have {@link io.sharq.spring.SharQListener} methods. Other beans that
 *       they need are given with {@code @Import} or as mocks;
 *   <li>a {@link io.sharq.test.TestSharQ}: a SharQ in memory, on a clock that the test moves. It is the bean
 *       {@link io.sharq.SharQ}, and its clock is the bean {@link io.sharq.time.ManualTime};
 *   <li>the bean {@link io.sharq.spring.SharQListeners}, whose threads are not started: {@code
 *       test.run(Duration.ofSeconds(1), listeners.workers())} performs what is ready as the clock moves.
 * </ul>
 *
 * <p>The properties of the application apply, except that calls are not retried. Each test method has a new context, so that it
 * begins with empty queues at {@link io.sharq.test.TestSharQ#START}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(SpringExtension.class)
@BootstrapWith(SpringBootTestContextBootstrapper.class)
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
@ImportAutoConfiguration({TestSharQConfiguration.class, SharQAutoConfiguration.class, ListenerAutoConfiguration.class})
public @interface SharQTest {}
