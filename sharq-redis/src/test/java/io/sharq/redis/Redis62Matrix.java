package io.sharq.redis;

class Redis62Matrix extends ContainerConformance {
    Redis62Matrix() {
        super("redis:6.2");
    }
}
