package io.sharq.server;

import io.sharq.api.SharQException;
import io.sharq.config.Configuration;
import java.nio.file.Path;

/** A process that serves as a configuration file says: {@code --config FILE}. The module of the command line tests the rest. */
final class TestServerMain {
    private TestServerMain() {}

    public static void main(String[] arguments) {
        try {
            SharQServer server = SharQServer.start(Configuration.load(Path.of(arguments[1])));
            System.out.println(
                    "Listening on: " + server.host() + ":" + server.port() + (server.isTls() ? " (TLS)" : ""));
            server.runUntilStopped();
        } catch (SharQException e) {
            System.err.println("sharq-server: " + e.getMessage());
            System.exit(1);
        }
    }
}
