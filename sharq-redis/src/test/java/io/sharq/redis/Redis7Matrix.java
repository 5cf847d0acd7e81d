package io.sharq.redis;

class Redis7Matrix extends ContainerConformance {
    Redis7Matrix() {
        super("redis:7");
    }
}
