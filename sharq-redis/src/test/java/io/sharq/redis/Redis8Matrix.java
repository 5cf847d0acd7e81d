package io.sharq.redis;

class Redis8Matrix extends ContainerConformance {
    Redis8Matrix() {
        super("redis:8");
    }
}
