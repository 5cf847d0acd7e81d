package io.sharq.config;

import java.util.regex.Pattern;

/**
 * The variables that Docker and Kubernetes put into a container for every service beside it. For a service named
 * {@code sharq-redis} they begin with {@code SHARQ_REDIS_} and yet are not meant for SharQ.
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
