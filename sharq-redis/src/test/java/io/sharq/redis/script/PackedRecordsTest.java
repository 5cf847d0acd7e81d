package io.sharq.redis.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.redis.LuaFunction;
import io.sharq.redis.TwinArguments;
import io.sharq.rules.Readiness;
import io.sharq.tck.HardIds;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the scripts pack, they unpack again; and Java's codes of identifiers are Lua's. */
class PackedRecordsTest {
    private static final int ROWS = 2_000;

    private final TwinArguments arguments = new TwinArguments(3);

    private long capped(long bound) {
        return (long) arguments.numbers(1).get(0) % bound;
    }

    @Test
    void jobs() {
        LuaFunction lua = new LuaFunction("""
                function(due, limit, deadline, headers, payload)
                  local place = '123456789'
                  local packed = pack_job(place, due, limit, deadline > 0 and deadline or NEVER,
                    headers ~= '' and headers or nil, payload)
                  local found, found_due, found_limit, at, found_headers, found_deadline = unpack_job(packed)
                  return tostring(found == place) .. string.format(' %.0f %.0f ', found_due, found_limit)
                    .. tostring(packed:sub(at) == payload) .. ' ' .. (found_headers or 'none')
                    .. string.format(' %.0f', found_deadline == NEVER and 0 or found_deadline)
                end
                """, 5, "keys", "on_first_use", "bounds", "state", "jobs");
        for (String payload : List.of("", "x", "\\0binary")) {
            List<List<Object>> rows = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                long due = arguments.flag() ? 0 : (long) arguments.numbers(1).get(0);
                long limit = arguments.flag() ? -1 : capped(1_000_000_001);
                boolean hasHeaders = arguments.flag();
                long deadline =
                        arguments.flag() ? 0 : (long) arguments.numbers(1).get(0);
                rows.add(List.of(due, limit, deadline, hasHeaders ? "\4Name\0\2vx" : "", payload));
                expected.add("true " + due + " " + limit + " true " + (hasHeaders ? "\4Name\0\2vx" : "none") + " "
                        + deadline);
            }
            assertThat(lua.answers(rows)).isEqualTo(expected);
        }
    }

    @Test
    void deliveries() {
        LuaFunction lua = new LuaFunction("""
                function(state, number, at, deliveries, requeues, limit, deadline, consumer, reason)
                  local found = unpack_delivery(pack_delivery({
                    state = state, number = number, nonce = 'abcdefgh', at = at, deliveries = deliveries,
                    requeues = requeues, place = '123456789', limit = limit,
                    deadline = deadline > 0 and deadline or nil, consumer = consumer, reason = reason,
                  }))
                  return string.format('%.0f %.0f %.0f %.0f %.0f %.0f %.0f ', found.state, found.number, found.at,
                    found.deliveries, found.requeues, found.limit, found.deadline or 0) .. found.nonce .. found.place .. found.consumer .. ' ' .. found.reason
                end
                """, 9, "keys", "on_first_use", "bounds", "state", "jobs");
        List<List<Object>> rows = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            List<Object> row = new ArrayList<>(List.of(arguments.small(4)));
            row.addAll(arguments.numbers(2));
            row.addAll(List.of(capped(1L << 31), capped(1L << 31), capped(1_000_000_001) - (i % 2)));
            row.add(arguments.flag() ? 0L : arguments.numbers(1).get(0));
            String reason = i % 3 == 0 ? "" : "a reason";
            String consumer = row.get(0).equals(1L) && i % 2 == 0 ? "worker-" + i : "";
            expected.add(String.join(" ", row.stream().map(String::valueOf).toList()) + " abcdefgh123456789" + consumer
                    + " " + reason);
            row.add(consumer);
            row.add(reason);
            rows.add(row);
        }
        assertThat(lua.answers(rows)).isEqualTo(expected);
    }

    /** The consumer goes with the lease, also where a finish cuts it out of the packed record. */
    @Test
    void consumers() {
        LuaFunction lua = new LuaFunction("""
                function(state, consumer, reason, way)
                  local packed = pack_delivery({
                    state = state, number = 5, nonce = 'abcdefgh', at = 7, deliveries = 1, requeues = 2, place = '123456789',
                    limit = 3, deadline = way == 'finished in time' and 11 or nil, consumer = consumer, reason = reason,
                  })
                  if way:find('^finished') then
                    packed = finished(packed, 9)
                  elseif way == 'cut' then
                    packed = packed:sub(1, 46)
                  elseif way == 'bad' then
                    packed = packed:sub(1, 45) .. ' ' .. packed:sub(47)
                  elseif way == 'nameless' then
                    packed = packed:sub(1, 44) .. string.char(0)
                  end
                  local found = unpack_delivery(packed)
                  if not found then
                    return 'unreadable'
                  end
                  return show(#packed) .. ' ' .. show(found.state) .. ' ' .. show(found.at) .. ' ' .. found.consumer .. ' ' .. found.reason
                end
                """, 4, "keys", "on_first_use", "bounds", "state", "jobs");
        assertThat(lua.answers(List.of(
                        List.of(1L, "", "why", "as it is"),
                        List.of(1L, "me", "why", "as it is"),
                        List.of(1L, "me", "why", "finished"),
                        List.of(1L, "", "why", "finished"),
                        List.of(1L, "me", "why", "finished in time"),
                        List.of(1L, "me", "", "cut"),
                        List.of(1L, "me", "", "bad"),
                        List.of(1L, "me", "", "nameless"),
                        List.of(0L, "me", "", "as it is"),
                        List.of(3L, "me", "", "as it is"))))
                .containsExactly(
                        "47 1 7  why",
                        "50 1 7 me why",
                        "47 3 9  why",
                        "47 3 9  why",
                        "54 3 9  why",
                        "unreadable",
                        "unreadable",
                        "unreadable",
                        "unreadable",
                        "unreadable");
    }

    @Test
    void queues() {
        List<String> numbers = List.of(
                "interval",
                "released",
                "since",
                "turn",
                "queued",
                "active",
                "held",
                "retry",
                "retained",
                "forget",
                "cap",
                "dead",
                "scheduled",
                "due");
        LuaFunction lua = new LuaFunction(
                """
                function(ordered, pinned, paused, reason, level, raised, ...)
                  local names = { '%s' }
                  local queue = { ordered = ordered, pinned = pinned, paused = paused, reason = reason, minutes = 'twelve bytes' }
                  if raised > 0 then
                    queue.level, queue.raised = level, raised
                  end
                  for i, name in ipairs(names) do
                    queue[name] = select(i, ...)
                  end
                  local found = unpack_queue(pack_queue(queue))
                  local shown = {}
                  for i, name in ipairs(names) do
                    shown[i] = show(found[name])
                  end
                  return tostring(found.ordered) .. ' ' .. tostring(found.pinned or false) .. ' '
                    .. tostring(found.paused or false) .. ' ' .. (found.reason or '') .. ' ' .. show(found.level or 0) .. ' '
                    .. show(found.raised or 0) .. ' ' .. table.concat(shown, ' ') .. ' ' .. found.minutes
                end
                """.formatted(String.join("', '", numbers)),
                6 + numbers.size(),
                "keys",
                "on_first_use",
                "bounds",
                "state",
                "defaults",
                "queues");
        List<List<Object>> rows = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            boolean isInTurn = arguments.flag();
            boolean isRare = arguments.flag();
            long since = isInTurn ? 1 + capped(TwinArguments.GREATEST - 1) : Readiness.NEVER;
            List<Object> row = new ArrayList<>(List.of(arguments.flag(), arguments.flag(), arguments.flag()));
            row.add(isRare ? "a reason" : "");
            boolean isThrottled = arguments.flag();
            row.add(isThrottled ? arguments.small(27) : 0L);
            row.add(isThrottled ? 1 + capped(TwinArguments.GREATEST - 1) : 0L);
            row.addAll(List.of(capped(31_536_000_001L), rare(arguments.flag()), since));
            // A queue that is not in turn has none.
            row.add(isInTurn ? turn(since) : 0L);
            row.addAll(List.of(capped(1L << 31), arguments.small(3)));
            for (int j = 0; j < 4; j++) {
                row.add(rare(isRare));
            }
            // A hold makes sure that what is rare is there.
            row.set(12, isRare ? 1 + capped(1L << 50) : 0L);
            row.addAll(
                    isRare
                            ? List.of(capped(1_000_000_001), arguments.small(9), arguments.small(9))
                            : List.of(0L, 0L, 0L));
            row.add(rare(isRare));
            rows.add(row);
            expected.add(String.join(
                            " ",
                            row.stream()
                                    .map(value ->
                                            value instanceof Long number ? LuaFunction.show(number) : value.toString())
                                    .toList())
                    + " twelve bytes");
        }
        assertThat(lua.answers(rows)).isEqualTo(expected);
    }

    /** Rule 24: what a queue has itself stands above the interval, and the revision of its defaults follows the throttled part. */
    @Test
    void theSourcesOfSettingsStandAboveTheInterval() {
        LuaFunction lua = new LuaFunction("""
                function(sources, generation, interval)
                  local queue = new_queue()
                  queue.interval = interval
                  queue.sources = sources > 0 and sources or nil
                  queue.generation = generation > 0 and generation or nil
                  local packed = pack_queue(queue)
                  local again = unpack_queue(packed)
                  return (packed:sub(2, 6):gsub('.', function(c) return string.format('%02x', c:byte()) end))
                    .. ' ' .. #packed .. ' ' .. (again.sources or 0) .. ' ' .. (again.generation or 0) .. ' ' .. again.interval
                end
                """, 3, "keys", "on_first_use", "bounds", "state", "defaults", "queues");

        assertThat(lua.answers(List.of(
                        List.of(0L, 0L, 1_000L),
                        List.of(8L, 0L, 0L),
                        List.of(8L, 9L, 1_000L),
                        List.of(56L, 9L, Bounds.MAX_INTERVAL_MILLIS),
                        List.of(0L, 9L, Bounds.MAX_INTERVAL_MILLIS),
                        List.of(48L, 9L, 5L))))
                .containsExactly(
                        "00000003e8 21 0 0 1000",
                        "0800000000 21 8 0 0",
                        "48000003e8 28 8 9 1000",
                        "7f57b12c00 28 56 9 31536000000",
                        "4757b12c00 28 0 9 31536000000",
                        "3000000005 21 48 0 5");
    }

    /** The records of queues that no upstream throttled are, byte for byte, those of the releases before rule 22. */
    @Test
    void aQueueThatIsNotThrottledHasNoThrottledPart() {
        LuaFunction lua = new LuaFunction("""
                function(queued, active, held, reason, raised)
                  local queue = new_queue()
                  queue.interval, queue.queued, queue.active, queue.held, queue.reason = 1000, queued, active, held, reason
                  -- The interval is its own.
                  queue.sources = nil
                  if active > 0 then
                    queue.released = 5
                  end
                  queue.since, queue.turn = 1, 3
                  if raised > 0 then
                    queue.level, queue.raised = 2, raised
                  end
                  return (pack_queue(queue):gsub('.', function(c) return string.format('%02x', c:byte()) end))
                end
                """, 5, "keys", "on_first_use", "bounds", "state", "defaults", "queues");
        String start = "00000003e8" + "00000000000001" + "00000002";
        String released = "00000000000005" + "00000001";
        String rare = "00000000000007" + "00".repeat(7 + 7 + 7 + 4 + 4 + 4 + 7) + "0003" + "627379";
        String throttled = "02" + "00000000000009";

        assertThat(lua.answers(List.of(
                        List.of(1L, 0L, 0L, "", 0L),
                        List.of(2L, 1L, 0L, "", 0L),
                        List.of(1L, 1L, 7L, "bsy", 0L),
                        List.of(1L, 0L, 0L, "", 9L),
                        List.of(1L, 1L, 7L, "bsy", 9L))))
                .containsExactly(
                        "00" + start,
                        "50" + start + "00000002" + released,
                        "18" + start + released + rare,
                        "80" + start + throttled,
                        "98" + start + released + rare + throttled);
    }

    /** A finish changes a count inside the record only where no rule needs the rest of it. */
    @Test
    void aThrottledRecordIsReadInFull() {
        LuaFunction lua = new LuaFunction("""
                function(raised, cut)
                  local queue = new_queue()
                  queue.queued, queue.active, queue.released = 2, 3, 5
                  if raised > 0 then
                    queue.level, queue.raised = 2, raised
                  end
                  local packed = pack_queue(queue)
                  local left = with_one_less_active(packed)
                  local found = unpack_queue(packed:sub(1, #packed - cut))
                  return show(left and unpack_queue(left).active or -1) .. ' ' .. show(found and found.active or -1)
                end
                """, 2, "keys", "on_first_use", "bounds", "state", "defaults", "queues");

        assertThat(lua.answers(List.of(List.of(0L, 0L), List.of(9L, 0L), List.of(9L, 1L), List.of(9L, 8L))))
                .containsExactly("2 3", "-1 3", "-1 -1", "-1 -1");
    }

    /** Near the instant since which it is ready, as usual, or about 2^32 above it, or anywhere. */
    private long turn(long since) {
        long above = arguments.flag() ? 0 : (1L << 32) - 4;
        boolean isExact = TwinArguments.isExact(since, above + 9);
        return isExact && arguments.flag() ? since + above + arguments.small(9) : rare(true);
    }

    private long rare(boolean isThere) {
        return isThere ? (long) arguments.numbers(1).get(0) : 0;
    }

    private static final String UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private static List<String> ids() {
        return Stream.of(
                        "a",
                        "-",
                        "0",
                        "q".repeat(16),
                        "q".repeat(17),
                        "q".repeat(127),
                        "q".repeat(128),
                        "q".repeat(143),
                        "q".repeat(144),
                        "q".repeat(145),
                        "q".repeat(200),
                        UUID,
                        UUID.toUpperCase(Locale.ROOT),
                        UUID.replace("-", ""),
                        UUID + "0")
                .toList();
    }

    @Test
    void codesOfIdentifiers() {
        LuaFunction lua = new LuaFunction("""
                function(hex)
                  local member = hex:gsub('..', function(byte) return string.char(tonumber(byte, 16)) end)
                  local code, rest = split(member)
                  return (code:gsub('.', function(c) return string.format('%02x', c:byte()) end)) .. ' ' .. rest
                end
                """, 1, "ids");
        List<List<Object>> rows = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String id : ids()) {
            String code = HexFormat.of().formatHex(IdCode.encode(id));
            rows.add(List.of(code + HexFormat.of().formatHex("the rest".getBytes(ISO_8859_1))));
            expected.add(code + " the rest");
            assertThat(IdCode.isCode(IdCode.encode(id))).isTrue();
            assertThat(IdCode.decode(IdCode.encode(id))).isEqualTo(id);
        }
        assertThat(lua.answers(rows)).isEqualTo(expected);
    }

    /** What a dequeue got is stored as pairs of codes, one after the other. */
    @Test
    void listsOfJobs() {
        LuaFunction lua = new LuaFunction("""
                function(hex)
                  local list = hex:gsub('..', function(byte) return string.char(tonumber(byte, 16)) end)
                  local lengths, at = {}, 1
                  while at <= #list do
                    local after = after_job(list, at)
                    lengths[#lengths + 1] = string.format('%d', after - at)
                    at = after
                  end
                  return table.concat(lengths, ' ')
                end
                """, 1, "ids");
        StringBuilder list = new StringBuilder();
        List<String> lengths = new ArrayList<>();
        for (String queue : ids()) {
            for (String job : List.of("j".repeat(200), UUID, "j")) {
                byte[] queueCode = IdCode.encode(queue);
                byte[] jobCode = IdCode.encode(job);
                list.append(HexFormat.of().formatHex(queueCode))
                        .append(HexFormat.of().formatHex(jobCode));
                lengths.add(Integer.toString(queueCode.length + jobCode.length));
            }
        }
        assertThat(lua.answers(List.of(List.of(list.toString())))).containsExactly(String.join(" ", lengths));
    }

    /** The record of what was set aside keeps whole names, and as many as its number says. */
    @Test
    void damage() {
        LuaFunction lua = new LuaFunction("""
                function(length)
                  local named = {}
                  fields[DAMAGE] = false
                  for i = 1, 20 do
                    set_aside('fault ' .. i, string.rep('x', length))
                  end
                  count_damage(7)
                  local number, entries = unpack_damage(fields[DAMAGE])
                  for i, entry in ipairs(entries) do
                    named[i] = string.format('%.0f %s %d', entry[1], entry[2], #entry[3])
                  end
                  return number .. ': ' .. table.concat(named, ', ')
                end
                """, 1, "keys", "bounds", "state", "damage");
        for (int length : new int[] {0, 1, 255, 256, 402, 418}) {
            String last = IntStream.rangeClosed(5, 20)
                    .mapToObj(i -> "7 fault " + i + " " + length)
                    .collect(Collectors.joining(", "));
            assertThat(lua.answers(List.of(List.of(length)))).containsExactly("20: " + last);
        }
    }

    /** No code is the beginning of another one. */
    @Test
    void noCodeBeginsAnother() {
        List<String> codes = HardIds.ALL.stream()
                .map(id -> new String(IdCode.encode(id), ISO_8859_1))
                .sorted()
                .toList();
        for (int i = 1; i < codes.size(); i++) {
            assertThat(codes.get(i)).doesNotStartWith(codes.get(i - 1));
        }
        assertThat(codes).doesNotHaveDuplicates();
    }

    @Test
    void bytesThatAreNoCodeAreNone() {
        assertThat(IdCode.isCode(new byte[0])).isFalse();
        assertThat(IdCode.isCode(new byte[] {0})).isFalse();
        assertThat(IdCode.isCode(new byte[] {2, 'a'})).isFalse();
        byte[] tooLong = new byte[202];
        tooLong[0] = (byte) 201;
        assertThat(IdCode.isCode(tooLong)).isFalse();
        byte[] formerMark = new byte[17];
        formerMark[0] = (byte) 144;
        assertThat(IdCode.isCode(formerMark)).isFalse();
    }
}
