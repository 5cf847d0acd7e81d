package io.sharq.spring.test.app;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application that is scanned by a slice. */
@SpringBootApplication
public class Shop {}
