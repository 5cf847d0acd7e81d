package io.sharq.redis.connection;

import io.lettuce.core.LettuceVersion;
import io.sharq.api.ConfigurationException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions of Lettuce and Netty on the class path. A framework that manages versions may replace those that this module
 * names, and one of them would break a promise without a word.
 */
final class ClientStack {
    private static final Pattern VERSION = Pattern.compile("^(\\d+)\\.(\\d+)");
    private static final String ADVICE =
            "; with Spring Boot 3, set the property lettuce.version of the build to 6.8.2.RELEASE";

    private ClientStack() {}

    /**
     * Refuses a stack that cannot be used.
     *
     * @throws ConfigurationException if it cannot; the message names the version to take
     */
    static void check() {
        Optional<String> fault = fault(lettuce(), isThere("io.netty.channel.MultiThreadIoEventLoopGroup"));
        if (fault.isPresent()) {
            throw new ConfigurationException(fault.get());
        }
    }

    /**
     * What is wrong with a stack. A version that is not known, as in an archive of several libraries, is taken as good.
     *
     * @param lettuce the version of Lettuce
     * @param isNetty42 whether Netty has the classes of 4.2
     */
    static Optional<String> fault(String lettuce, boolean isNetty42) {
        Matcher version = VERSION.matcher(lettuce);
        if (!version.find()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        if (major < 6 || (major == 6 && minor < 7)) {
            return Optional.of("the class path has Lettuce " + lettuce
                    + ", which sends a command again whose response was lost; sharq-redis needs Lettuce 6.7 or later"
                    + ADVICE);
        }
        return major > 6 && !isNetty42
                ? Optional.of("the class path has Lettuce " + lettuce
                        + " and a Netty before 4.2, with which it does not load; take Lettuce 6.8 or Netty 4.2"
                        + ADVICE)
                : Optional.empty();
    }

    /** In an archive of several libraries, the manifest has the version of the whole. */
    private static String lettuce() {
        boolean isItsOwn = "Lettuce".equals(LettuceVersion.class.getPackage().getImplementationTitle());
        return isItsOwn ? LettuceVersion.getVersion() : "";
    }

    private static boolean isThere(String name) {
        try {
            Class<?> unused = Class.forName(name, false, LettuceVersion.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
