package io.sharq.examples.docs;

import io.sharq.config.Configuration;
import io.sharq.server.SharQServer;
import java.nio.file.Path;

/** A process that serves what a configuration file says: {@code --config FILE}. */
public final class ServerMain {
    private ServerMain() {}

    /**
     * Serves until a signal.
     *
     * @param arguments {@code --config} and the file
     */
    public static void main(String[] arguments) {
        SharQServer server = SharQServer.start(Configuration.load(Path.of(arguments[1])));
        System.out.println("Listening on: " + server.host() + ":" + server.port());
        server.runUntilStopped();
    }
}
