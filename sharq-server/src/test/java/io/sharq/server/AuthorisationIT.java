package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.sharq.server.auth.Tokens;
import io.sharq.server.contract.Contract;
import io.sharq.server.contract.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;

/** Items 2, 4 and 12: who may call what. The table stands here, and is not read from the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuthorisationIT {
    private static final Set<String> EVERYONE = Set.of("hello", "live", "ready", "openapi");

    /** All others, and the roles that may call them. */
    private static final Map<String, String> ROLES = Map.ofEntries(
            Map.entry("enqueue", "produce"),
            Map.entry("enqueueBatch", "produce"),
            Map.entry("dequeueDefault", "consume"),
            Map.entry("dequeueDefaultByPost", "consume"),
            Map.entry("dequeue", "consume"),
            Map.entry("dequeueByPost", "consume"),
            Map.entry("finish", "consume"),
            Map.entry("finishBatch", "consume"),
            Map.entry("fail", "consume"),
            Map.entry("release", "consume"),
            Map.entry("throttled", "consume"),
            Map.entry("extend", "consume"),
            Map.entry("interval", "produce admin"),
            Map.entry("metrics", "admin"),
            Map.entry("metricsOfType", "produce consume admin"),
            Map.entry("metricsOfQueue", "produce consume admin"),
            Map.entry("deleteQueue", "admin"),
            Map.entry("listTypes", "admin"),
            Map.entry("listQueues", "produce consume admin"),
            Map.entry("describeQueue", "produce consume admin"),
            Map.entry("configureQueue", "admin"),
            Map.entry("listDefaults", "produce consume admin"),
            Map.entry("setDefaults", "admin"),
            Map.entry("deleteDefaults", "admin"),
            Map.entry("findJob", "produce consume admin"),
            Map.entry("listJobs", "produce consume admin"),
            Map.entry("changeJob", "produce"),
            Map.entry("cancelJob", "produce"),
            Map.entry("changeBatch", "produce"),
            Map.entry("cancelBatch", "produce"),
            Map.entry("pauseType", "admin"),
            Map.entry("pauseQueue", "admin"),
            Map.entry("resumeType", "admin"),
            Map.entry("resumeQueue", "admin"),
            Map.entry("deadJobs", "admin"),
            Map.entry("redrive", "admin"),
            Map.entry("discard", "admin"),
            Map.entry("deepStatus", "produce consume admin"),
            Map.entry("prometheus", "admin"));

    /** They concern no queue type, or all of them: a bound on queue types refuses them. */
    private static final Set<String> OF_NO_TYPE = Set.of("metrics", "listTypes", "deepStatus", "prometheus");

    private static final Set<String> OF_TYPE_DEFAULT = Set.of("dequeueDefault", "dequeueDefaultByPost");
    private static final List<Operation> OPERATIONS = Contract.load().operations();

    private final ServerProcess server;

    AuthorisationIT() throws IOException {
        Path folder = Files.createTempDirectory("sharq-auth");
        List<String> tokens = new ArrayList<>();
        for (String role : List.of("produce", "consume", "admin")) {
            tokens.add(role + "-all " + role + " * " + Tokens.hash("all-" + role));
            tokens.add(role + "-some " + role + " mine,our-* " + Tokens.hash("some-" + role));
        }
        Files.write(folder.resolve("tokens"), tokens);
        Files.writeString(
                folder.resolve("htpasswd"), "eve:$2y$04$abcdefghijklmnopqrstuuYnefArTTaAcjMVRMJulAd9zufLuJaBi\n");
        server = ServerProcess.start(
                "tokens : " + folder.resolve("tokens") + "\nhtpasswd : " + folder.resolve("htpasswd")
                        + "\nhtpasswd_roles : consume\n",
                "[inmemory]\n");
    }

    @AfterAll
    void close() {
        server.close();
    }

    private ApiClient bearing(String token) {
        return new ApiClient(server.uri(), "Authorization", "Bearer " + token);
    }

    private static String path(Operation operation, String type) {
        return operation
                        .template()
                        .replace("{queue_type}", type)
                        .replace("{queue_id}", "q")
                        .replace("{job_id}", "j")
                        .replace("{pattern}", "j*")
                + (operation.id().equals("openapi") ? "" : "/");
    }

    private static boolean may(Operation operation, String role, boolean isBounded, String type) {
        if (EVERYONE.contains(operation.id())) {
            return true;
        }
        if (!List.of(ROLES.get(operation.id()).split(" ", -1)).contains(role)) {
            return false;
        }
        if (!isBounded) {
            return true;
        }
        return !OF_NO_TYPE.contains(operation.id())
                && !OF_TYPE_DEFAULT.contains(operation.id())
                && !type.equals("theirs");
    }

    @Test
    void theTableHasEveryOperation() {
        Set<String> here = new java.util.HashSet<>(ROLES.keySet());
        here.addAll(EVERYONE);
        assertThat(OPERATIONS.stream().map(Operation::id).collect(Collectors.toSet()))
                .isEqualTo(here);
    }

    @Test
    void everyOperationAsksForTheRightRoleAndQueueType() {
        List<Executable> checks = new ArrayList<>();
        for (String role : List.of("produce", "consume", "admin")) {
            for (boolean isBounded : new boolean[] {false, true}) {
                ApiClient api = bearing((isBounded ? "some-" : "all-") + role);
                for (Operation operation : OPERATIONS) {
                    for (String type : List.of("mine", "our-1", "theirs")) {
                        checks.add(() -> assertThat(api.send(operation.method(), path(operation, type), null)
                                                .status()
                                        == 403)
                                .as("%s of %s as %s, bounded: %s", operation.id(), type, role, isBounded)
                                .isEqualTo(!may(operation, role, isBounded, type)));
                    }
                }
            }
        }
        assertAll(checks);
    }

    @Test
    void withoutCredentialsAndWithWrongOnesItIs401() {
        String[] wrong = {
            "",
            "Bearer",
            "Bearer ",
            "Bearer x",
            "Bearer " + Tokens.hash("all-admin"),
            "bearer all-admin,all-admin",
            "Basic",
            "Basic %%%",
            "Basic " + base64("eve"),
            "Basic " + base64("eve:wrong"),
            "Basic " + base64(":"),
            "Basic " + base64("nobody:open sesame \u00e9"),
            "Digest username=\"eve\"",
            "Token all-admin",
            "all-admin"
        };
        List<Executable> checks = new ArrayList<>();
        for (Operation operation : OPERATIONS) {
            checks.add(() -> {
                ApiClient.Reply reply =
                        new ApiClient(server.uri()).send(operation.method(), path(operation, "mine"), null);
                if (EVERYONE.contains(operation.id())) {
                    assertThat(reply.status()).as(operation.id()).isEqualTo(200);
                } else {
                    assertThat(reply.status()).as(operation.id()).isEqualTo(401);
                    assertThat(reply.header("WWW-Authenticate")).contains("Basic realm=", "Bearer realm=");
                }
            });
        }
        for (String header : wrong) {
            checks.add(() -> assertThat(new ApiClient(server.uri(), "Authorization", header)
                            .get("/metrics/mine/")
                            .status())
                    .as(header)
                    .isEqualTo(401));
        }
        assertAll(checks);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aUserHasTheRolesOfTheSettings() {
        ApiClient eve = new ApiClient(server.uri(), "Authorization", "Basic " + base64("eve:open sesame \u00e9"));
        for (int twice = 0; twice < 2; twice++) {
            assertThat(eve.get("/dequeue/any/").status()).isEqualTo(404);
            assertThat(eve.post("/pause/any/", null).status()).isEqualTo(403);
        }
    }

    /** Item 3: real sockets, because the address is that of the connection. */
    @Test
    void whoGuessesPasswordsLocksOutNobodyElse() {
        List<RawHttp> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                RawHttp guess = new RawHttp("127.0.0.2", server.port());
                crowd.add(guess);
                guess.send("GET /dequeue/any/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic "
                        + base64("eve:guess-" + i) + "\r\n\r\n");
            }
            assertThat(new ApiClient(server.uri(), "Authorization", "Basic " + base64("eve:open sesame \u00e9"))
                            .get("/dequeue/any/")
                            .status())
                    .isEqualTo(404);
            List<String> answers = crowd.stream().map(RawHttp::readAnswer).toList();
            assertThat(answers).allMatch(text -> text.contains("HTTP/1.1 401 ") || text.contains("HTTP/1.1 429 "));
            assertThat(answers).anyMatch(text -> text.contains("HTTP/1.1 429 "));
        } finally {
            crowd.forEach(RawHttp::close);
        }
    }

    /** Item 12: whoever may not know of a type learns nothing of it. */
    @Test
    void whatIsNotAllowedIsTheSameWhetherItIsThereOrNot() {
        String job = "{\"job_id\":\"j\",\"interval\":0,\"payload\":1}";
        assertThat(bearing("all-produce").post("/enqueue/theirs/q/", job).status())
                .isEqualTo(201);
        String there = bearing("some-consume").get("/jobs/theirs/q/j/").text();
        assertThat(bearing("some-consume").get("/jobs/theirs/q/none/").text()).isEqualTo(there);
        assertThat(bearing("some-consume").get("/jobs/nothing/q/j/").text()).isEqualTo(there);
        assertThat(bearing("some-consume").get("/jobs/theirs/q/j/").status()).isEqualTo(403);
        assertThat(bearing("some-consume").get("/jobs/mine/q/none/").status()).isEqualTo(404);
        // A type is compared once it is decoded, and letter by letter.
        assertThat(bearing("some-consume").get("/jobs/%6dine/q/none/").status()).isEqualTo(404);
        assertThat(bearing("some-consume").get("/jobs/Mine/q/none/").status()).isEqualTo(403);
        assertThat(bearing("some-consume").get("/jobs/our-1%2F..%2Ftheirs/q/j/").status())
                .isEqualTo(400);
        for (String method : List.of("DELETE", "PATCH")) {
            String refused = bearing("some-produce")
                    .send(method, "/jobs/theirs/q/j/", null)
                    .text();
            assertThat(bearing("some-produce")
                            .send(method, "/jobs/theirs/q/none/", null)
                            .text())
                    .as(method)
                    .isEqualTo(refused);
            assertThat(bearing("all-admin")
                            .send(method, "/jobs/theirs/q/j/", null)
                            .status())
                    .as(method)
                    .isEqualTo(403);
        }
        assertThat(bearing("all-produce").get("/jobs/theirs/q/").json().get("jobs"))
                .hasSize(1);
        assertThat(bearing("some-produce").delete("/jobs/mine/q/none/", null).status())
                .isEqualTo(404);
        assertThat(bearing("all-consume").post("/finish/theirs/q/j/", null).status())
                .isEqualTo(404);
    }
}
