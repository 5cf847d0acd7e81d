package io.sharq.examples.spring;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.context.annotation.Primary;

/** A gateway that keeps what it is to send. */
@Primary
class SentMessages implements SmsGateway {
    final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

    @Override
    public void send(Sms sms) {
        texts.add(sms.text());
    }
}
