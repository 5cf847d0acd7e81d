package io.sharq.spring.test;

import io.sharq.SharQ;
import io.sharq.config.Configuration;
import io.sharq.spring.autoconfigure.SharQAutoConfiguration;
import io.sharq.test.Faults;
import io.sharq.test.TestSharQ;
import io.sharq.time.ManualTime;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The SharQ of a test, in place of the application's. */
@AutoConfiguration(before = SharQAutoConfiguration.class)
class TestSharQConfiguration {
    @Bean(destroyMethod = "close")
    TestSharQ testSharQ(Configuration configuration) {
        return TestSharQ.builder().settings(configuration.settings()).open();
    }

    @Bean(destroyMethod = "")
    SharQ sharq(TestSharQ test) {
        return test.sharq();
    }

    /** The clock is the alarms of the workers, too. */
    @Bean
    ManualTime sharqTime(TestSharQ test) {
        return test.time();
    }

    @Bean
    Faults sharqFaults(TestSharQ test) {
        return test.faults();
    }
}
