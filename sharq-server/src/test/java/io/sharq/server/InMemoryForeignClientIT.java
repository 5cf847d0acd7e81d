package io.sharq.server;

final class InMemoryForeignClientIT extends ForeignClientCases {
    @Override
    ServerProcess start() {
        return ServerProcess.start("", "[inmemory]\n[sharq]\njob_expire_interval : 3600000\n");
    }
}
