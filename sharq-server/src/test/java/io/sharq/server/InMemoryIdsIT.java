package io.sharq.server;

final class InMemoryIdsIT extends IdCases {
    @Override
    ServerProcess start() {
        return ServerProcess.start("", "[inmemory]\n[sharq]\njob_expire_interval : 60000\n");
    }
}
