package io.sharq.config;

import java.util.regex.Pattern;

/**
 * Recognizes the service link variables that Docker and Kubernetes set in containers. Those of a service named {@code
 * sharq-redis} begin with {@code SHARQ_REDIS_} but are not settings of SharQ.
 */
final class ServiceLinks {
    private static final Pattern NAME =
            Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private ServiceLinks() {}

    static boolean includes(String variable, String value) {
        boolean isAddress = variable.endsWith("_PORT") && ADDRESS.matcher(value).matches();
        return isAddress || NAME.matcher(variable).matches();
    }
}
