package io.sharq.server;

final class InMemoryResultsIT extends ResultCases {
    @Override
    ServerProcess start() {
        return ServerProcess.start(SETTINGS, RETENTION + "[inmemory]\n");
    }
}
