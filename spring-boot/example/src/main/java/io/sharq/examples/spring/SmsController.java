package io.sharq.examples.spring;

import io.sharq.NewJob;
import io.sharq.SharQ;
import java.time.Duration;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accepts messages. Each customer gets one every 100 milliseconds. */
@RestController
class SmsController {
    private final SharQ sharq;

    SmsController(SharQ sharq) {
        this.sharq = sharq;
    }

    @PostMapping("/customers/{customer}/sms")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void accept(@PathVariable String customer, @RequestBody Sms sms) {
        String job = UUID.randomUUID().toString();
        sharq.enqueue(NewJob.of("sms", customer, job, sms).interval(Duration.ofMillis(100)));
    }
}
