package io.sharq.examples.spring;

import io.sharq.spring.SharQListener;
import org.springframework.stereotype.Component;

/** Sends the messages that are due. */
@Component
class SmsListener {
    private final SmsGateway gateway;

    SmsListener(SmsGateway gateway) {
        this.gateway = gateway;
    }

    @SharQListener(type = "sms", concurrency = 4)
    void send(Sms sms) {
        gateway.send(sms);
    }
}
