package io.sharq.redis;

class ValkeyMatrix extends ContainerConformance {
    ValkeyMatrix() {
        super("valkey/valkey:8");
    }
}
