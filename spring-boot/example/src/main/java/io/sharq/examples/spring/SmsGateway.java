package io.sharq.examples.spring;

/** Sends messages. */
public interface SmsGateway {
    /**
     * Sends a message.
     *
     * @param sms the message
     */
    void send(Sms sms);
}
