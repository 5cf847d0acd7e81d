package io.sharq.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Requests of which each is wrong somewhere, by a seed. None may change anything. */
final class BrokenRequests {
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "TRACE", "FOO");
    private static final List<String> BODY_PATHS = List.of(
            "/enqueue/sms/1/",
            "/interval/kept/1/",
            "/extend/kept/1/job/",
            "/queues/kept/1/",
            "/enqueue/sms/",
            "/finish/kept/",
            "/throttled/kept/1/job/",
            "/cancel/kept/",
            "/change/kept/",
            "/dead/kept/discard/",
            "/dead/kept/redrive/");
    private static final List<String> ID_PATHS = List.of(
            "POST /enqueue/%s/1/",
            "POST /enqueue/sms/%s/",
            "GET /dequeue/%s/",
            "POST /finish/kept/1/%s/",
            "POST /finish/%s/1/job/",
            "POST /release/kept/%s/job/",
            "POST /fail/kept/1/%s/",
            "GET /metrics/%s/",
            "GET /metrics/kept/%s/",
            "DELETE /deletequeue/kept/%s/",
            "GET /queues/%s/1/",
            "GET /jobs/kept/1/%s/",
            "GET /jobs/%s/1/",
            "GET /jobs/kept/%s/",
            "PATCH /jobs/kept/1/%s/",
            "PATCH /jobs/%s/1/job/",
            "DELETE /jobs/kept/1/%s/",
            "DELETE /jobs/kept/%s/job/",
            "POST /throttled/kept/1/%s/",
            "POST /cancel/%s/",
            "POST /change/%s/",
            "GET /defaults/%s/",
            "PUT /defaults/kept/%s/",
            "DELETE /defaults/%s/*/",
            "POST /pause/%s/",
            "POST /resume/kept/%s/",
            "GET /dead/%s/",
            "POST /dead/%s/redrive/");
    private static final List<String> BAD_IDS = List.of(
            "%20",
            "a%7Cb",
            "%",
            "%f",
            "%zz",
            "%00",
            "%c3%28",
            "%e2%84%aa",
            "a%7B",
            "%3Ca%3E",
            "..%5c..",
            "%22",
            "%27",
            "%60",
            "%5E",
            "x".repeat(201),
            "%F0%9F%98%80",
            "a%0d%0ab");
    private static final List<String> BAD_MEMBERS = List.of(
            "\"job_id\":1",
            "\"job_id\":null",
            "\"job_id\":\"\"",
            "\"job_id\":\"a b\"",
            "\"job_id\":\"a\\u0000\"",
            "\"job_id\":[\"a\"]",
            "\"job_id\":{}");
    private static final List<String> BAD_INTERVALS =
            List.of("-1", "1.5", "\"1\"", "true", "[]", "31536000001", "1e400", "99999999999999999999", "{}", "-0.1");
    private static final List<String> BAD_HEADERS = List.of(
            "null",
            "1",
            "[]",
            "\"a\"",
            "{\"a\":1}",
            "{\"a\":null}",
            "{\"a\":{}}",
            "{\"\":\"v\"}",
            "{\"a b\":\"v\"}",
            "{\"a\":\"1\",\"A\":\"2\"}",
            "{\"a\":\"\\n\"}",
            "{\"a\":\"\\ud83d\"}",
            "{\"a\":\"" + "v".repeat(4_096) + "\"}",
            "{\"" + "n".repeat(101) + "\":\"v\"}");
    private static final List<String> BAD_QUERIES = List.of(
            "wait=-1",
            "wait=x",
            "wait=1e999999999",
            "count=0",
            "count=1001",
            "count=1.5",
            "count=",
            "lease_ms=0",
            "lease_ms=-5",
            "count=1&count=2",
            "consumer=",
            "consumer=a%20b",
            "consumer=" + "x".repeat(101),
            "wait=%zz",
            "count=99999999999999999999999");

    private static final List<String> BAD_SPANS =
            List.of("-1", "1.5", "\"1\"", "true", "[]", "31536000001", "1e400", "99999999999999999999", "{}", "-0.1");
    private static final List<String> BAD_ORDERS =
            List.of("-32769", "32768", "1.5", "\"1\"", "true", "null", "[]", "{}", "1e400", "99999999999999999999");
    private static final List<String> BAD_PAGES = List.of(
            "limit=0",
            "limit=1001",
            "limit=-1",
            "limit=x",
            "limit=",
            "limit=1&limit=1",
            "cursor=",
            "cursor=nowhere",
            "cursor=%00",
            "cursor=%zz",
            "cursor=99999999999999999999",
            "cursor=:0:99999999999999999999",
            "next=1",
            "wait=1");

    private final Random random;

    BrokenRequests(long seed) {
        this.random = new Random(seed);
    }

    /** A request that is HTTP, and wrong all the same. */
    byte[] next() {
        return switch (random.nextInt(9)) {
            case 0 -> badIdentifier();
            case 1 -> badJson();
            case 2 -> badMember();
            case 3 -> request("GET", "/dequeue/sms/?" + pick(BAD_QUERIES), "");
            case 4 -> unknownPath();
            case 5 -> wrongMethod();
            case 6 -> badChange();
            case 7 -> request("GET", "/jobs/kept/1/?" + pick(BAD_PAGES), "");
            default -> truncated();
        };
    }

    private byte[] badIdentifier() {
        String[] line = pick(ID_PATHS).split(" ", 2);
        String body = line[1].startsWith("/enqueue") ? "{\"job_id\":\"a\",\"interval\":0,\"payload\":1}" : "";
        return request(line[0], line[1].replace("%s", pick(BAD_IDS)), body);
    }

    private byte[] badJson() {
        byte[] noise = new byte[1 + random.nextInt(60)];
        random.nextBytes(noise);
        // Whatever follows it, this is no beginning of an object.
        noise[0] = (byte) ")]}x1\"".charAt(random.nextInt(6));
        return request("POST", pick(BODY_PATHS.subList(0, 3)), new String(noise, ISO_8859_1));
    }

    private byte[] badMember() {
        String interval = "\"interval\":0";
        String id = "\"job_id\":\"a\"";
        String payload = "\"payload\":{\"n\":" + random.nextInt() + "}";
        return switch (random.nextInt(9)) {
            case 0 -> enqueue(pick(BAD_MEMBERS), interval, payload);
            case 1 -> enqueue(id, "\"interval\":" + pick(BAD_INTERVALS), payload);
            case 2 -> enqueue(id, interval);
            case 3 -> enqueue(id, payload);
            case 4 -> enqueue(id, interval, payload, "\"" + word() + "\":1");
            case 5 -> enqueue(id, id, interval, payload);
            case 6 -> enqueue(id, interval, "\"payload\":" + "[".repeat(100) + "]".repeat(100));
            case 7 -> enqueue(id, interval, payload, "\"headers\":" + pick(BAD_HEADERS));
            default -> enqueue(id, interval, "\"payload\":{\"a\":1,\"a\":2}");
        };
    }

    /** Of a job that waits, so that a change that is read would be made, and a throttle finds no lease. */
    private byte[] badChange() {
        String job = "\"jobs\":[{\"queue_id\":\"1\",\"job_id\":\"job\"}";
        return switch (random.nextInt(10)) {
            case 0 -> change("{}");
            case 1 -> change("{\"delay\":9,\"order\":" + pick(BAD_ORDERS) + "}");
            case 2 -> change("{\"order\":9,\"delay\":" + pick(BAD_SPANS) + "}");
            case 3 -> change("{\"order\":9,\"" + word() + "\":1}");
            case 4 -> change("{\"order\":9,\"payload\":" + "[".repeat(100) + "]".repeat(100) + "}");
            case 5 -> change("{\"order\":9,\"payload\":" + random.nextInt());
            case 6 -> request("POST", "/throttled/kept/1/job/", "{\"retry_after\":" + pick(BAD_SPANS) + "}");
            case 7 -> request("POST", "/throttled/kept/1/job/", "{\"retry_after\":" + random.nextInt(9) + "}");
            case 8 -> request("POST", "/cancel/kept/", "{" + job + ",{" + pick(BAD_MEMBERS) + "}]}");
            default -> request("POST", "/change/kept/", "{" + job + "],\"order\":" + pick(BAD_ORDERS) + "}");
        };
    }

    private static byte[] change(String body) {
        return request("PATCH", "/jobs/kept/1/job/", body);
    }

    private static byte[] enqueue(String... members) {
        return request("POST", "/enqueue/sms/1/", "{" + String.join(",", members) + "}");
    }

    private byte[] unknownPath() {
        return request(pick(METHODS.subList(0, 4)), "/" + word() + "/" + word() + "/" + word(), "");
    }

    private byte[] wrongMethod() {
        return request(pick(METHODS.subList(2, 5)), "/enqueue/sms/1/", "");
    }

    /** An object that ends too early is none. */
    private byte[] truncated() {
        String whole = "{\"job_id\":\"a\",\"interval\":0,\"payload\":{\"hello\":[1,2,\"\\u00e9\",true,null]}}";
        return request("POST", "/enqueue/sms/1/", whole.substring(0, 1 + random.nextInt(whole.length() - 1)));
    }

    /** Bytes that are no HTTP, or break off in the middle of it. */
    byte[] nextNoise() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (random.nextBoolean()) {
            byte[] noise = new byte[1 + random.nextInt(300)];
            random.nextBytes(noise);
            out.writeBytes(noise);
        } else {
            byte[] request = badMember();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                // In the first line or the headers: what is wrong there makes the rest void.
                request[random.nextInt(20)] = (byte) random.nextInt(32);
            }
            out.writeBytes(request);
        }
        out.writeBytes("\r\n\r\n".getBytes(UTF_8));
        return out.toByteArray();
    }

    private static byte[] request(String method, String target, String body) {
        byte[] bytes = body.getBytes(ISO_8859_1);
        String head = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + (bytes.length == 0
                        ? ""
                        : "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n")
                + "\r\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.getBytes(ISO_8859_1));
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private String word() {
        StringBuilder word = new StringBuilder("z");
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
