package io.sharq.server;

import static io.sharq.config.section.ServerSection.ACCESSLOG;
import static io.sharq.config.section.ServerSection.BYTES_PER_SECOND;
import static io.sharq.config.section.ServerSection.HEADER_TIMEOUT;
import static io.sharq.config.section.ServerSection.HOST;
import static io.sharq.config.section.ServerSection.INSECURE;
import static io.sharq.config.section.ServerSection.MAX_HEADER_SIZE;
import static io.sharq.config.section.ServerSection.MAX_URI_LENGTH;
import static io.sharq.config.section.ServerSection.MAX_WAIT;
import static io.sharq.config.section.ServerSection.MAX_WAITING;
import static io.sharq.config.section.ServerSection.MAX_WAITING_PER_CLIENT;
import static io.sharq.config.section.ServerSection.PORT;
import static io.sharq.config.section.ServerSection.QUEUES_PER_HOUR;
import static io.sharq.config.section.ServerSection.REQUESTS_PER_SECOND;
import static io.sharq.config.section.ServerSection.SHUTDOWN_TIMEOUT;

import io.sharq.SharQ;
import io.sharq.api.ConfigurationException;
import io.sharq.api.Health;
import io.sharq.api.SharQException;
import io.sharq.config.Configuration;
import io.sharq.server.api.Api;
import io.sharq.server.api.Handler;
import io.sharq.server.api.Quotas;
import io.sharq.server.api.WaitingRequests;
import io.sharq.server.auth.Authenticator;
import io.sharq.server.contract.Contract;
import io.sharq.server.contract.JsonText;
import io.sharq.server.contract.Routes;
import io.sharq.spi.Backend;
import io.sharq.tls.CipherSuites;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of SharQ, as a configuration describes it. It listens from {@link #start} until {@link #close}. Thread-safe.
 */
public final class SharQServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharQServer.class);
    private static final long SWEEP_MILLIS = 500;

    /** A longer first attempt, as to an address that drops packets, must not delay the health checks. */
    private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(10);

    private final ServerSettings settings;
    private final OpenParts parts;
    private final Opening opening;
    private final Authenticator authenticator;
    private final WaitingRequests waits;
    private final Optional<AccessLogFile> accessLog;
    private final ServerContext front;
    private final Vertx vertx;
    private final List<HttpServer> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isClosing = new AtomicBoolean();
    private boolean isClosed;

    /** What is opened goes to {@code parts} at once, so that a failure half-way closes it. */
    private SharQServer(Configuration configuration, ServerSettings settings, OpenParts parts) {
        this.settings = settings;
        this.parts = parts;
        ServerMetrics metrics = parts.add(new ServerMetrics(), ServerMetrics::close);
        this.accessLog = settings.find(ACCESSLOG).map(AccessLogFile::open);
        accessLog.ifPresent(log -> parts.add(log, AccessLogFile::close));
        this.authenticator = parts.add(new Authenticator(settings.auth()), Authenticator::close);
        // In parallel: the document, the backend and the network each take a good part of the start-up time.
        CompletableFuture<Contract> document = CompletableFuture.supplyAsync(Contract::load);
        CompletableFuture<Vertx> network = parts.add(
                CompletableFuture.supplyAsync(() -> Vertx.vertx(
                        new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(settings.eventLoops()))),
                SharQServer::close);
        String store = configuration.backendName();
        this.opening = Opening.begin(configuration::openBackend, FIRST_ATTEMPT);
        SharQ sharq = parts.add(
                open(MeasuredBackend.of(AwaitedBackend.of(store, opening), metrics), configuration, metrics),
                SharQ::close);
        this.waits = new WaitingRequests(
                settings.get(MAX_WAITING), settings.get(MAX_WAITING_PER_CLIENT), settings.get(MAX_WAIT));
        if (!configuration.settings().runsUpkeep()) {
            LOG.warn(
                    "enable_requeue_script is false: this server does not return jobs of expired leases. Another process of"
                            + " the same store must run upkeep.");
        }
        Contract contract = document.join();
        Quotas quotas = new Quotas(
                new Quotas.Bounds(
                        settings.get(REQUESTS_PER_SECOND),
                        settings.get(BYTES_PER_SECOND),
                        settings.get(QUEUES_PER_HOUR)),
                System::nanoTime);
        Map<String, Handler> handlers = Api.handlers(
                contract, sharq.async(), waits, quotas, () -> metrics.scrape(sharq.async()), isClosing::get);
        Connections connections = new Connections(settings);
        this.front = new ServerContext(
                new Browsers(!settings.asksForCredentials() && !settings.get(INSECURE), settings.get(HOST)),
                new Routes(contract.operations()),
                handlers,
                authenticator,
                quotas,
                connections,
                metrics,
                settings,
                new JsonText(settings.bodySize()),
                new RequestIds(),
                isClosing::get);
        metrics.watch("sharq.http.connections", "Open connections", connections::count);
        metrics.watch("sharq.http.waiting", "Requests that wait", waits::count);
        this.vertx = network.join();
        CompletableFuture<?> unused =
                opening.opened().thenCompose(open -> open.health()).thenAccept(SharQServer::warn);
    }

    /** Closes the network as soon as it is made. */
    private static void close(CompletableFuture<Vertx> network) {
        var unused = network.thenAccept(made -> {
            var unusedToo = made.close();
        });
    }

    private static SharQ open(Backend backend, Configuration configuration, ServerMetrics metrics) {
        try {
            return SharQ.builder()
                    .backend(backend)
                    .settings(configuration.settings())
                    .latenessListener(metrics::released)
                    .open();
        } catch (RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    /** A store that responds but cannot be used, as with settings that disagree with those of other clients, is not retried. */
    private static void warn(Health health) {
        if (!health.available()) {
            LOG.warn("The store cannot be used, and the server is not ready: {}", String.join("; ", health.warnings()));
        }
    }

    /**
     * Starts a server. If its store is not there, the server waits for it, listens, and is not ready.
     *
     * @param configuration the configuration
     * @return a server that listens
     * @throws ConfigurationException if the configuration cannot be used, or would leave the server open to anybody
     * @throws io.sharq.api.BackendException if the store refuses to be used in this way
     */
    public static SharQServer start(Configuration configuration) {
        ServerSettings settings = ServerSettings.of(configuration);
        checkExposure(settings);
        checkClientAuthorities(settings);
        OpenParts parts = new OpenParts();
        try {
            SharQServer server = new SharQServer(configuration, settings, parts);
            server.listen();
            return server;
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    /** Refuses to listen beyond loopback without authentication, unless the configuration says {@code insecure}. */
    private static void checkExposure(ServerSettings settings) {
        if (settings.asksForCredentials() || settings.get(INSECURE)) {
            return;
        }
        try {
            if (!InetAddress.getByName(settings.get(HOST)).isLoopbackAddress()) {
                throw new ConfigurationException(
                        "[sharq-server] host: " + settings.get(HOST)
                                + " can be reached from other machines, and nobody is asked for credentials;"
                                + " set htpasswd, tokens, jwt_keys or tls_client_ca, or insecure : true if something in front of it asks");
            }
        } catch (UnknownHostException e) {
            throw new ConfigurationException("[sharq-server] host: " + settings.get(HOST) + " is not known", e);
        }
    }

    private static void checkClientAuthorities(ServerSettings settings) {
        settings.tls().flatMap(ServerSettings.Tls::clientAuthorities).ifPresent(ClientAuthorities::check);
    }

    private void listen() {
        HttpServerOptions options = options();
        try {
            var deployed = vertx.deployVerticle(
                    () -> new Listener(options), new DeploymentOptions().setInstances(settings.eventLoops()));
            deployed.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new ConfigurationException(
                    "cannot listen on " + settings.get(HOST) + ":" + settings.get(PORT) + ": "
                            + (e.getCause() == null ? e : e.getCause()).getMessage(),
                    e);
        }
        vertx.setPeriodic(SWEEP_MILLIS, timer -> front.connections().sweep());
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.get(HOST))
                .setPort(settings.get(PORT))
                .setAcceptBacklog(1_024)
                .setTcpNoDelay(true)
                .setMaxInitialLineLength(settings.get(MAX_URI_LENGTH))
                .setMaxHeaderSize(settings.get(MAX_HEADER_SIZE))
                // HTTP/2 gains nothing here, and each further protocol adds attack surface.
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setDecompressionSupported(false)
                .setSslHandshakeTimeout(settings.get(HEADER_TIMEOUT).toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        settings.tls().ifPresent(tls -> secure(options, tls));
        return options;
    }

    private static void secure(HttpServerOptions options, ServerSettings.Tls tls) {
        options.setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setKeyCertOptions(keys(tls));
        CipherSuites.strong().forEach(options::addEnabledCipherSuite);
        tls.clientAuthorities()
                .ifPresent(authorities -> options.setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(new PemTrustOptions().addCertPath(authorities.toString())));
    }

    private static PemKeyCertOptions keys(ServerSettings.Tls tls) {
        return new PemKeyCertOptions()
                .setCertPath(tls.certificate().toString())
                .setKeyPath(tls.key().toString());
    }

    /** The listener of one event loop. */
    private final class Listener extends VerticleBase {
        private static final int DEEPEST = 8;

        private final HttpServerOptions options;
        private int depth;

        private Listener(HttpServerOptions options) {
            this.options = options;
        }

        @Override
        public Future<?> start() {
            Context own = context;
            HttpServer server = vertx.createHttpServer(options)
                    .connectionHandler(this::opened)
                    .invalidRequestHandler(request -> InvalidRequest.answer(request, front))
                    .requestHandler(request -> handle(request, own));
            return server.listen().onSuccess(listeners::add);
        }

        private void opened(HttpConnection connection) {
            StrictDecoder.guard(connection, settings, () -> front.connections().now(connection, Deadline::heard));
            front.connections().opened(connection);
        }

        /** A response that is ready at once starts the next pipelined request on the same stack: deep recursion is rescheduled. */
        private void handle(HttpServerRequest request, Context own) {
            Exchange exchange = new Exchange(front, request, own);
            if (depth < DEEPEST) {
                depth++;
                try {
                    exchange.begin();
                } finally {
                    depth--;
                }
                return;
            }
            request.pause();
            own.runOnContext(ignored -> {
                exchange.begin();
                request.resume();
            });
        }
    }

    /**
     * The port that it listens on.
     *
     * @return the port of the configuration, or the free one that was found if that is 0
     */
    public int port() {
        return listeners.get(0).actualPort();
    }

    /**
     * The address that it listens on.
     *
     * @return the host of the configuration
     */
    public String host() {
        return settings.get(HOST);
    }

    /**
     * Whether it speaks HTTPS.
     *
     * @return false if it speaks HTTP
     */
    public boolean isTls() {
        return settings.tls().isPresent();
    }

    /**
     * Serves until the process is stopped. SIGTERM and SIGINT close the server, and SIGHUP reloads it.
     *
     * @throws SharQException if the store that the server waited for refuses for good to be used; the server is still open
     */
    public void runUntilStopped() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            close();
                            ended.complete(null);
                        },
                        "sharq-shutdown"));
        Signals.onHangUp(this::reload);
        CompletableFuture<?> unused = opening.opened().exceptionally(failure -> {
            // A cancelled opening was closed before the store was reachable.
            if (!(failure instanceof CancellationException)) {
                ended.completeExceptionally(failure);
            }
            return null;
        });
        try {
            ended.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SharQException refusal ? refusal : e;
        }
    }

    /** Reads credentials and certificates again, and goes on in a new access log. A fault leaves the old ones in force. */
    public void reload() {
        accessLog.ifPresent(AccessLogFile::reopen);
        try {
            checkClientAuthorities(settings);
            authenticator.reload();
            for (HttpServer listener : listeners) {
                if (settings.tls().isPresent()) {
                    HttpServerOptions fresh = options();
                    // By force: the paths are unchanged, and their content is not.
                    listener.updateSSLOptions(fresh.getSslOptions(), true)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();
                }
            }
            LOG.info("Credentials and certificates are read again");
        } catch (ConfigurationException | CompletionException e) {
            LOG.error("Credentials and certificates could not be read again; the old ones stay in force", e);
        }
    }

    /**
     * Accepts no new connection, ends waiting dequeues, lets pending requests complete within the shutdown timeout, and closes
     * the backend. Idempotent.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
        }
        isClosing.set(true);
        waits.close();
        long millis = settings.get(SHUTDOWN_TIMEOUT).toMillis();
        // In parallel, because each may take the whole timeout.
        List<Future<Void>> ending = listeners.stream()
                .map(listener -> listener.shutdown(millis, TimeUnit.MILLISECONDS))
                .toList();
        try {
            var unused = Future.all(ending)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(millis + 1_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Not all requests ended within {} ms", millis, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        parts.close();
        Failures.flush();
    }
}
