package io.sharq.examples.spring;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** A gateway that only logs. */
@Component
class LoggingGateway implements SmsGateway {
    private static final Logger LOG = LoggerFactory.getLogger(LoggingGateway.class);

    @Override
    public void send(Sms sms) {
        LOG.info("sent {}", sms.text());
    }
}
