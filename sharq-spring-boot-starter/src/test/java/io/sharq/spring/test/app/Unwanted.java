package io.sharq.spring.test.app;

import org.springframework.stereotype.Component;

/** A bean that has nothing to do with SharQ, and fails where it is created. */
@Component
public class Unwanted {
    Unwanted() {
        throw new IllegalStateException("a slice must not create it");
    }
}
