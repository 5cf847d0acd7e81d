package io.sharq.redis.connection;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.Transports;
import io.netty.channel.Channel;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.dns.DefaultDnsCache;
import io.netty.resolver.dns.DefaultDnsCnameCache;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The threads, timers and sockets of a connection. Closing waits until the sockets are closed, for at most two seconds for
 * each kind. Thread-safe.
 *
 * <p>The DNS resolver belongs to the connection. Lettuce's own is shared by all clients of a process. It closes its sockets
 * only after their event loop has ended, which is too late for some of them: they stay open until the process ends.
 */
final class ConnectionResources implements AutoCloseable {
    private static final long LONGEST_MILLIS = 2_000;
    private static final Duration FIRST_RECONNECT_DELAY = Duration.ofMillis(10);
    private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

    private final List<DatagramChannel> resolverSockets = new ArrayList<>();
    private final DnsAddressResolverGroup resolvers;
    private final ClientResources clients;
    private boolean isClosed;

    ConnectionResources() {
        Class<? extends DatagramChannel> datagrams = Transports.datagramChannelClass();
        ReflectiveChannelFactory<? extends DatagramChannel> sockets = new ReflectiveChannelFactory<>(datagrams);
        resolvers = new DnsAddressResolverGroup(new DnsNameResolverBuilder()
                .datagramChannelFactory(() -> noted(sockets.newChannel()))
                .socketChannelType(Transports.socketChannelClass().asSubclass(SocketChannel.class))
                .cnameCache(new DefaultDnsCnameCache())
                .resolveCache(new DefaultDnsCache()));
        clients = ClientResources.builder()
                .threadFactoryProvider(ConnectionThread::factory)
                .addressResolverGroup(resolvers)
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        ConnectionThread.serves(channel.eventLoop());
                    }
                })
                .reconnectDelay(
                        Delay.fullJitter(FIRST_RECONNECT_DELAY, LONGEST_RECONNECT_DELAY, 10, TimeUnit.MILLISECONDS))
                .build();
    }

    private synchronized DatagramChannel noted(DatagramChannel socket) {
        if (isClosed) {
            socket.unsafe().closeForcibly();
            throw new IllegalStateException("the link is closed");
        }
        resolverSockets.removeIf(known -> !known.isOpen());
        resolverSockets.add(socket);
        return socket;
    }

    ClientResources clients() {
        return clients;
    }

    /** Closes a client of these resources, its connections and its event loops. Another client may be opened afterwards. */
    void release(AbstractRedisClient client) {
        closeResolvers();
        await(client.shutdownAsync(0, LONGEST_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Closes the resolvers while the event loops still run: a loop that has ended closes nothing. */
    private void closeResolvers() {
        List<DatagramChannel> open;
        synchronized (this) {
            open = List.copyOf(resolverSockets);
        }
        resolvers.close();
        await(CompletableFuture.allOf(
                open.stream().map(ConnectionResources::closed).toArray(CompletableFuture<?>[]::new)));
    }

    private static CompletableFuture<Void> closed(DatagramChannel socket) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        socket.close().addListener(done -> closed.complete(null));
        return closed;
    }

    /** Closes the last client, and then these resources. */
    void close(AbstractRedisClient client) {
        refuseSockets();
        release(client);
        close();
    }

    @Override
    public void close() {
        refuseSockets();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        clients.shutdown(0, LONGEST_MILLIS, TimeUnit.MILLISECONDS).addListener(done -> ended.complete(null));
        await(ended);
    }

    private synchronized void refuseSockets() {
        isClosed = true;
    }

    /**
     * Waits for a close to complete, or for the time limit. An interrupt does not end the wait, because sockets that are
     * still open then would stay open.
     */
    private static void await(CompletableFuture<?> ending) {
        boolean isInterrupted = false;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
        while (true) {
            try {
                ending.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                break;
            } catch (InterruptedException e) {
                isInterrupted = true;
            } catch (ExecutionException | TimeoutException e) {
                break;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
