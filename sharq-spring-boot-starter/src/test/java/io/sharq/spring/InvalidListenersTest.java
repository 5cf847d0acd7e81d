package io.sharq.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Headers;
import io.sharq.spring.autoconfigure.StartFailures;
import io.sharq.worker.BatchLeases;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A listener that cannot be used fails the start of the application, with a sentence that names it and the fault. */
class InvalidListenersTest {
    static class NoParameter {
        @SharQListener(type = "sms")
        void send() {}
    }

    static class ThreeParameters {
        @SharQListener(type = "sms")
        void send(Sms sms, Headers headers, String third) {}
    }

    static class WrongSecond {
        @SharQListener(type = "sms")
        void send(Sms sms, String user) {}
    }

    static class LeasesOfOne {
        @SharQListener(type = "sms")
        void send(Sms sms, BatchLeases leases) {}
    }

    static class HeadersOfMany {
        @SharQListener(type = "sms")
        void send(List<Sms> sms, Headers headers) {}
    }

    static class ResultOfMany {
        @SharQListener(type = "sms")
        String send(List<Sms> sms) {
            return "";
        }
    }

    static class Future {
        @SharQListener(type = "sms")
        CompletableFuture<Void> send(Sms sms) {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class AnyList {
        @SharQListener(type = "sms")
        void send(List<?> sms) {}
    }

    static class TypeParameters {
        @SharQListener(type = "sms")
        void send(Set<Sms> sms) {}
    }

    static class BatchSizeOfOne {
        @SharQListener(type = "sms", batchSize = 5)
        void send(Sms sms) {}
    }

    static class NoNumber {
        @SharQListener(type = "sms", concurrencyString = "${sms.loops:many}")
        void send(Sms sms) {}
    }

    static class Negative {
        @SharQListener(type = "sms", concurrency = -1)
        void send(Sms sms) {}
    }

    static class UnknownPlaceholder {
        @SharQListener(type = "${sms.type}")
        void send(Sms sms) {}
    }

    static class BadType {
        @SharQListener(type = "two words")
        void send(Sms sms) {}
    }

    static class Twice {
        @SharQListener(type = "sms")
        void send(Sms sms) {}

        @SharQListener(type = "sms")
        void sendAgain(Sms sms) {}
    }

    static class ResultThatIsNotKept {
        @SharQListener(type = "sms")
        String send(Sms sms) {
            return "";
        }
    }

    static Stream<Arguments> listeners() {
        return Stream.of(
                Arguments.of(NoParameter.class, "send(): it has 0 parameters"),
                Arguments.of(ThreeParameters.class, "send(Sms, Headers, String): it has 3 parameters"),
                Arguments.of(WrongSecond.class, "its second parameter is java.lang.String"),
                Arguments.of(LeasesOfOne.class, "its second parameter is io.sharq.worker.BatchLeases"),
                Arguments.of(HeadersOfMany.class, "its second parameter is io.sharq.api.Headers, after a List"),
                Arguments.of(ResultOfMany.class, "a listener that takes a List returns void"),
                Arguments.of(Future.class, "a job is finished when its listener returns"),
                Arguments.of(AnyList.class, "the class of its requests is not known"),
                Arguments.of(TypeParameters.class, "a class with type parameters cannot be read"),
                Arguments.of(BatchSizeOfOne.class, "it has a batchSize and takes a single request"),
                Arguments.of(NoNumber.class, "concurrency must be a whole number from 1 to 100000, but is \"many\""),
                Arguments.of(Negative.class, "concurrency must be a whole number from 1 to 100000, but is \"-1\""),
                Arguments.of(UnknownPlaceholder.class, "type: no property has a value for ${sms.type}"),
                Arguments.of(BadType.class, "handler name"),
                Arguments.of(Twice.class, "the jobs of sms are performed by"),
                Arguments.of(ResultThatIsNotKept.class, "finished_retention"));
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void itIsNamed(Class<?> bean, String fault) {
        Starter.inMemory().withUserConfiguration(bean).run(context -> {
            assertThat(context).hasFailed();
            assertThat(StartFailures.sentence(context.getStartupFailure()))
                    .contains("@SharQListener " + bean.getSimpleName() + ".send")
                    .contains(fault);
        });
    }

    @Test
    void aConcurrencyOfNoListenerIsNamed() {
        Starter.inMemory()
                .withUserConfiguration(Sender.class)
                .withPropertyValues("sharq.listeners.concurrency-of.sns=3")
                .run(context -> assertThat(StartFailures.sentence(context.getStartupFailure()))
                        .contains(
                                "property sharq.listeners.concurrency-of.sns: there is no listener or handler of that name;"
                                        + " there are sms"));
    }

    static class Sender {
        @SharQListener(type = "sms")
        void send(Sms sms) {}
    }
}
