package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;

/**
 * Item 9: each case hides an enqueue in what another program may take for a body. It is refused and the connection closed,
 * or read as RFC 9112 says, and the hidden enqueue never happens.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequestSmugglingIT {
    /** Never reached where the server closes as it should. */
    private static final String JOB = "{\"job_id\":\"a\",\"interval\":0,\"payload\":1}";

    private static final String HIDDEN = "POST /enqueue/smuggled/1/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
            + JOB.length() + "\r\n\r\n" + JOB;
    private static final String LAST = "GET /health/live/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final String HEAD = "POST /dequeue/none/ HTTP/1.1\r\nHost: localhost\r\n";

    private final ServerProcess server = ServerProcess.start("", "[inmemory]\n");
    private final ApiClient api = new ApiClient(server.uri());

    @AfterAll
    void close() {
        server.close();
    }

    private static String chunk(String size) {
        return size + "\r\n";
    }

    private static Map<String, String> refused() {
        String hex = Integer.toHexString(HIDDEN.length());
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put(
                "length and chunks",
                HEAD + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put(
                "chunks and length",
                HEAD + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put(
                "length 0 and chunks",
                HEAD + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put("two different lengths", HEAD + "Content-Length: 0\r\nContent-Length: 9\r\n\r\n" + HIDDEN);
        cases.put("two equal lengths", HEAD + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n" + HIDDEN);
        cases.put("a list of lengths", HEAD + "Content-Length: 0, 9\r\n\r\n" + HIDDEN);
        cases.put("a list of equal lengths", HEAD + "Content-Length: 0, 0\r\n\r\n" + HIDDEN);
        cases.put("a length with a plus", HEAD + "Content-Length: +0\r\n\r\n" + HIDDEN);
        cases.put("a negative length", HEAD + "Content-Length: -1\r\n\r\n" + HIDDEN);
        cases.put("a length of minus zero", HEAD + "Content-Length: -0\r\n\r\n" + HIDDEN);
        cases.put("a hexadecimal length", HEAD + "Content-Length: 0x0\r\n\r\n" + HIDDEN);
        cases.put("a length with a point", HEAD + "Content-Length: 0.0\r\n\r\n" + HIDDEN);
        cases.put("a length with a blank", HEAD + "Content-Length: 0 0\r\n\r\n" + HIDDEN);
        cases.put("a length with an underscore", HEAD + "Content-Length: 0_0\r\n\r\n" + HIDDEN);
        cases.put("an empty length", HEAD + "Content-Length: \r\n\r\n" + HIDDEN);
        cases.put("a length of 30 digits", HEAD + "Content-Length: 000000000000000000000000000000\r\n\r\n" + HIDDEN);
        cases.put("a length over 2^64", HEAD + "Content-Length: 18446744073709551616\r\n\r\n" + HIDDEN);
        cases.put("a length with letters", HEAD + "Content-Length: abc\r\n\r\n" + HIDDEN);
        cases.put("xchunked", HEAD + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put("identity", HEAD + "Transfer-Encoding: identity\r\n\r\n" + HIDDEN);
        cases.put("gzip, chunked", HEAD + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put("chunked, identity", HEAD + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put("chunked twice in a list", HEAD + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put(
                "chunked twice",
                HEAD + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put(
                "chunked and identity",
                HEAD + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put("chunked in quotes", HEAD + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put("chunked with a parameter", HEAD + "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put("chunked with a vertical tab", HEAD + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put("chunked with a NUL", HEAD + "Transfer-Encoding: chunked\u0000\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put("an empty transfer encoding", HEAD + "Transfer-Encoding: \r\n\r\n" + HIDDEN);
        cases.put(
                "chunks in HTTP/1.0",
                "POST /dequeue/none/ HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "0\r\n\r\n" + HIDDEN);
        cases.put("a blank before the colon", HEAD + "Content-Length : 0\r\n\r\n" + HIDDEN);
        cases.put("a tab before the colon", HEAD + "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n" + HIDDEN);
        cases.put("a blank in a name", HEAD + "X Y: z\r\n\r\n" + HIDDEN);
        cases.put("a line without a colon", HEAD + "Transfer-Encoding\r\n\r\n" + HIDDEN);
        cases.put("an empty name", HEAD + ": z\r\n\r\n" + HIDDEN);
        cases.put("a NUL in a name", HEAD + "X\u0000Y: z\r\n\r\n" + HIDDEN);
        cases.put("a NUL in a value", HEAD + "X: a\u0000b\r\n\r\n" + HIDDEN);
        cases.put("a CR in a value", HEAD + "X: a\rTransfer-Encoding: chunked\r\n\r\n" + HIDDEN);
        cases.put("a CR in a name", HEAD + "X\rY: a\r\n\r\n" + HIDDEN);
        cases.put("a vertical tab in a value", HEAD + "X: a\u000bb\r\n\r\n" + HIDDEN);
        cases.put("a letter beyond ASCII in a name", HEAD + "X\u00e9: a\r\n\r\n" + HIDDEN);
        cases.put("bare LFs", HEAD.replace("\r\n", "\n") + "\n" + HIDDEN);
        cases.put("a bare LF among the headers", HEAD + "X: a\nContent-Length: 0\r\n\r\n" + HIDDEN);
        cases.put("a bare LF at the end of the headers", HEAD + "Content-Length: 0\r\n\n" + HIDDEN);
        cases.put("bare CRs", HEAD.replace("\r\n", "\r") + "\r" + HIDDEN);
        cases.put("no host", "POST /dequeue/none/ HTTP/1.1\r\nContent-Length: 0\r\n\r\n" + HIDDEN);
        cases.put("two hosts", HEAD + "Host: b\r\n\r\n" + HIDDEN);
        cases.put("two equal hosts", HEAD + "Host: localhost\r\n\r\n" + HIDDEN);
        cases.put("a host with a path", "POST /dequeue/none/ HTTP/1.1\r\nHost: a/b\r\n\r\n" + HIDDEN);
        cases.put("a host with a user", "POST /dequeue/none/ HTTP/1.1\r\nHost: a@b\r\n\r\n" + HIDDEN);
        cases.put("HTTP/0.9", "GET /dequeue/none/\r\n\r\n" + HIDDEN);
        cases.put("HTTP/2 by preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + HIDDEN);
        cases.put("HTTP/1.2", "POST /dequeue/none/ HTTP/1.2\r\nHost: localhost\r\n\r\n" + HIDDEN);
        cases.put("http/1.1 in small letters", "POST /dequeue/none/ http/1.1\r\nHost: localhost\r\n\r\n" + HIDDEN);
        cases.put("HTTP/1.10", "POST /dequeue/none/ HTTP/1.10\r\nHost: localhost\r\n\r\n" + HIDDEN);
        cases.put("a fourth word", "POST /dequeue/none/ HTTP/1.1 x\r\nHost: localhost\r\n\r\n" + HIDDEN);
        cases.put("a target with a blank", "POST /dequeue/ none/ HTTP/1.1\r\nHost: localhost\r\n\r\n" + HIDDEN);
        cases.put("a target that is a word", "POST dequeue HTTP/1.1\r\nHost: localhost\r\n\r\n" + HIDDEN);
        cases.put("a target with a fragment", "POST /dequeue/none/#a HTTP/1.1\r\nHost: localhost\r\n\r\n" + HIDDEN);
        cases.put("a tunnel", "CONNECT a:80 HTTP/1.1\r\nHost: localhost\r\n\r\n" + HIDDEN);
        String chunked = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
        cases.put("a chunk size with 0x", chunked + chunk("0x0") + "\r\n" + HIDDEN);
        cases.put("a chunk size with a plus", chunked + chunk("+0") + "\r\n" + HIDDEN);
        cases.put("a negative chunk size", chunked + chunk("-1") + "\r\n" + HIDDEN);
        cases.put("an empty chunk size", chunked + chunk("") + "\r\n" + HIDDEN);
        cases.put("a chunk size of letters", chunked + chunk("zz") + "\r\n" + HIDDEN);
        cases.put("a chunk size over 2^32", chunked + chunk("100000000") + HIDDEN + "\r\n0\r\n\r\n");
        cases.put("a chunk size over 2^64", chunked + chunk("1" + "0".repeat(15) + hex) + HIDDEN + "\r\n0\r\n\r\n");
        cases.put("a chunk that is longer than it says", chunked + "1\r\nabc\r\n0\r\n\r\n" + HIDDEN);
        cases.put("a chunk without its end", chunked + "1\r\na0\r\n\r\n" + HIDDEN);
        cases.put("a chunk that ends with a LF", chunked + "1\na\n0\n\n" + HIDDEN);
        cases.put("a chunk extension with a CR", chunked + "0;a\rb\r\n\r\n" + HIDDEN);
        cases.put("a chunk extension with a LF", chunked + "1;\na\r\n0\r\n\r\n" + HIDDEN);
        return cases;
    }

    /** Well formed, if odd: the hidden request lies in the body, or in a header, and is nothing but that. */
    private static Map<String, String> read() {
        String hex = Integer.toHexString(HIDDEN.length());
        String chunked = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("a body", HEAD + "Content-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN);
        cases.put(
                "a body of a length with zeros", HEAD + "Content-Length: 000" + HIDDEN.length() + "\r\n\r\n" + HIDDEN);
        cases.put(
                "a body of a GET",
                "GET" + HEAD.substring(4) + "Content-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN);
        cases.put("a chunk", chunked + hex + "\r\n" + HIDDEN + "\r\n0\r\n\r\n");
        cases.put(
                "a chunk in capitals",
                chunked + "000" + hex.toUpperCase(java.util.Locale.ROOT) + "\r\n" + HIDDEN + "\r\n0\r\n\r\n");
        cases.put("a chunk with an extension", chunked + hex + ";a=b\r\n" + HIDDEN + "\r\n0\r\n\r\n");
        cases.put(
                "chunks and trailers",
                chunked + hex + "\r\n" + HIDDEN + "\r\n0\r\nContent-Length: 5\r\nHost: b\r\n\r\n");
        cases.put(
                "an encoding in capitals",
                HEAD + "transfer-encoding: CHUNKED\r\n\r\n" + hex + "\r\n" + HIDDEN + "\r\n0\r\n\r\n");
        cases.put(
                "an absolute target",
                "POST http://b/dequeue/none/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + HIDDEN.length()
                        + "\r\n\r\n" + HIDDEN);
        cases.put("a folded header", HEAD + "X: a\r\n POST /enqueue/smuggled/1/ HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
        cases.put(
                "a folded encoding",
                HEAD + "Transfer-Encoding:\r\n chunked\r\n\r\n" + hex + "\r\n" + HIDDEN + "\r\n0\r\n\r\n");
        cases.put(
                "a method in small letters",
                "post" + HEAD.substring(4) + "Content-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN);
        cases.put(
                "an upgrade",
                HEAD
                        + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Length: "
                        + HIDDEN.length() + "\r\n\r\n" + HIDDEN);
        cases.put(
                "an upgrade to a WebSocket",
                "GET" + HEAD.substring(4)
                        + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nContent-Length: "
                        + HIDDEN.length() + "\r\n\r\n" + HIDDEN);
        cases.put(
                "an odd expectation",
                HEAD + "Expect: 200-ok\r\nContent-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN);
        return cases;
    }

    private void nothingHidden() {
        assertThat(api.get("/dequeue/smuggled/").status()).isEqualTo(404);
    }

    @Test
    void whatCanBeReadInTwoWaysIsRefusedAndTheConnectionClosed() {
        List<Executable> checks = new ArrayList<>();
        refused()
                .forEach((name, bytes) -> checks.add(() -> {
                    RawHttp.Said said = RawHttp.exchange(server.port(), bytes, RawHttp.SILENCE_MILLIS);
                    assertThat(said.isClosed())
                            .as("%s: closed after %s", name, said.text())
                            .isTrue();
                    assertThat(said.answers()).as("%s: %s", name, said.text()).isLessThanOrEqualTo(1);
                    assertThat(said.status()).as("%s: %s", name, said.text()).isIn(0, 400, 413, 501, 505);
                }));
        checks.add(this::nothingHidden);
        assertAll(checks);
        assertThat(refused()).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void whatIsOddAndClearIsOneRequest() {
        List<Executable> checks = new ArrayList<>();
        read().forEach((name, bytes) -> checks.add(() -> {
            RawHttp.Said said = RawHttp.exchange(server.port(), bytes + LAST, RawHttp.SILENCE_MILLIS);
            assertThat(said.isClosed())
                    .as("%s: closed after %s", name, said.text())
                    .isTrue();
            assertThat(said.answers()).as("%s: %s", name, said.text()).isEqualTo(2);
            assertThat(said.status()).as("%s: %s", name, said.text()).isIn(400, 404, 405, 417);
        }));
        checks.add(this::nothingHidden);
        assertAll(checks);
    }

    /** The measure of the others: not hidden, it happens. */
    @Test
    void theSameEnqueueInTheOpenHappens() {
        String open = HIDDEN.replace("smuggled", "openly00");
        RawHttp.Said said = RawHttp.exchange(
                server.port(), HEAD + "Content-Length: 0\r\n\r\n" + open + LAST, RawHttp.SILENCE_MILLIS);
        assertThat(said.answers()).as(said.text()).isEqualTo(3);
        assertThat(api.get("/dequeue/openly00/").status()).isEqualTo(200);
    }
}
