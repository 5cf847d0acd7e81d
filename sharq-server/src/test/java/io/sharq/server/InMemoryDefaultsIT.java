package io.sharq.server;

final class InMemoryDefaultsIT extends DefaultsCases {
    @Override
    ServerProcess start() {
        return ServerProcess.start("", "[inmemory]\n");
    }
}
