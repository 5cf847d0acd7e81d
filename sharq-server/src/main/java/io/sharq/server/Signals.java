package io.sharq.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handlers of signals that do not end the process. The JDK has no public API for them; {@code sun.misc.Signal}, which it
 * exports, is looked up by reflection, because the compiler warns of it and warnings are errors.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    static void onHangUp(Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler run = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    task.run();
                }
                return null;
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, run);
            Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
            Object before = signal.getMethod("handle", signal, handler).invoke(null, hangUp, proxy);
            if (handler.getField("SIG_IGN").get(null).equals(before)) {
                LOG.warn("SIGHUP is ignored, as nohup leaves it: credentials, certificates and the access log are not"
                        + " looked at again when it comes");
            }
        } catch (ReflectiveOperationException e) {
            LOG.info("Without SIGHUP: credentials and certificates are read at the start alone ({})", e.toString());
        }
    }
}
