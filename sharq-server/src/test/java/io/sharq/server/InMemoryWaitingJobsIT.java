package io.sharq.server;

final class InMemoryWaitingJobsIT extends WaitingJobCases {
    @Override
    ServerProcess start() {
        return ServerProcess.start("", "[inmemory]\n[sharq]\njob_expire_interval : 3600000\n");
    }
}
