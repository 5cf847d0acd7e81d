package io.sharq.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HttpCallsTest {
    private static final int CALLERS = 16;

    static {
        // The JDK's server waits 40 ms with each answer otherwise.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** An answer may be there before the caller's thread, which has lost its processor, goes on. */
    @Test
    @Timeout(600)
    void anAnswerKeepsItsBodyHoweverLateItsCallerGoesOn() throws Exception {
        HttpServer server = server("{}".getBytes(UTF_8));
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (HttpCalls calls = new HttpCalls(uri, CALLERS)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                all.add(callers.submit(() -> {
                    int empty = 0;
                    for (int call = 0; call < 2_000; call++) {
                        empty += calls.get("").join().body().length == 0 ? 1 : 0;
                    }
                    return empty;
                }));
            }
            int empty = 0;
            for (Future<Integer> each : all) {
                empty += each.get();
            }
            assertThat(empty).isZero();
        } finally {
            callers.shutdownNow();
            server.stop(0);
        }
    }

    private static HttpServer server(byte[] answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }
}
