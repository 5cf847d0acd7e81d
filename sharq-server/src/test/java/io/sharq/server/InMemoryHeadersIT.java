package io.sharq.server;

final class InMemoryHeadersIT extends HeaderCases {
    @Override
    ServerProcess start() {
        return ServerProcess.start("", "[inmemory]\n[sharq]\njob_expire_interval : 3600000\n");
    }
}
