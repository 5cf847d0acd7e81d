package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.QueuePattern;
import io.sharq.rules.Deadlines;
import io.sharq.rules.Defaults;
import io.sharq.rules.Forecast;
import io.sharq.rules.Leases;
import io.sharq.rules.Memory;
import io.sharq.rules.Minutes;
import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import io.sharq.rules.Requeues;
import io.sharq.rules.Revision;
import io.sharq.rules.SteadyTime;
import io.sharq.rules.Throttling;
import io.sharq.spi.QueueChange;
import io.sharq.spi.SetDefaultsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Each rule that Lua keeps on its own, against the Java that every other backend keeps it with. */
public class TwinsTest {
    private static final int ROWS = 4_000;
    private static final long SEED = new Random().nextLong();

    private final TwinArguments arguments = new TwinArguments(SEED);

    private static long number(List<Object> row, int index) {
        return (long) row.get(index);
    }

    private static boolean flag(List<Object> row, int index) {
        return (boolean) row.get(index);
    }

    private static void compare(
            LuaFunction lua,
            Supplier<List<Object>> source,
            Predicate<List<Object>> isExact,
            Function<List<Object>, String> java) {
        List<List<Object>> rows = new ArrayList<>();
        while (rows.size() < ROWS) {
            List<Object> row = source.get();
            if (isExact.test(row)) {
                rows.add(row);
            }
        }
        List<String> answers = lua.answers(rows);
        assertThat(answers).hasSize(ROWS);
        for (int i = 0; i < ROWS; i++) {
            assertThat(answers.get(i))
                    .as("Lua's answer for %s (seed %d)", rows.get(i), SEED)
                    .isEqualTo(java.apply(rows.get(i)));
        }
    }

    @Test
    void steadyTime() {
        LuaFunction lua = new LuaFunction("steady_offset", 3, "steady_time");
        compare(
                lua,
                () -> arguments.numbers(3),
                row -> TwinArguments.isExact(number(row, 0), number(row, 1)),
                row -> LuaFunction.show(new SteadyTime(number(row, 0), number(row, 1))
                        .at(number(row, 2))
                        .offsetMicros()));
    }

    @Test
    void revision() {
        LuaFunction lua = new LuaFunction("next_revision", 2, "revision");
        compare(
                lua,
                () -> arguments.numbers(2),
                row -> TwinArguments.isExact(number(row, 0), 1),
                row -> LuaFunction.show(Revision.next(number(row, 0), number(row, 1))));
    }

    @Test
    void liveLeases() {
        LuaFunction lua = new LuaFunction("is_live", 2, "leases");
        compare(
                lua,
                () -> arguments.numbers(2),
                row -> true,
                row -> Boolean.toString(Leases.isLive(number(row, 0), number(row, 1))));
    }

    @Test
    void passedDeadlines() {
        LuaFunction lua = new LuaFunction("has_passed", 2, "passed");
        compare(
                lua,
                () -> arguments.numbers(2),
                row -> true,
                row -> Boolean.toString(Deadlines.hasPassed(number(row, 0), number(row, 1))));
    }

    @Test
    void extendedLeases() {
        LuaFunction lua = new LuaFunction("extended", 3, "leases");
        compare(
                lua,
                () -> arguments.numbers(3),
                row -> TwinArguments.isExact(number(row, 1), number(row, 2)),
                row -> LuaFunction.show(Leases.extended(number(row, 0), number(row, 1), number(row, 2))));
    }

    @Test
    void requeues() {
        LuaFunction lua = new LuaFunction("comes_back", 2, "requeues");
        compare(
                lua,
                () -> List.of(arguments.small(5), arguments.small(6) - 1),
                row -> true,
                row -> Boolean.toString(Requeues.comesBack((int) number(row, 0), (int) number(row, 1))));
    }

    /** What four patterns name, and the queue. */
    @Test
    void defaultsByPattern() {
        LuaFunction lua = new LuaFunction("""
                function(first, second, third, fourth, id)
                  local list = {}
                  for _, text in ipairs({ first, second, third, fourth }) do
                    local prefix, interval, ordered, cap = text:match('^(%a*)%*(%d*)/(%a*)/(%d*)$')
                    list[#list + 1] = {
                      prefix = prefix, interval = tonumber(interval), cap = tonumber(cap),
                      ordered = ordered == 'true' or nil,
                    }
                    if ordered == 'false' then
                      list[#list].ordered = false
                    end
                  end
                  partition, fields[defaults.FIELD] = { defaults = 1 }, defaults.pack(list)
                  defaults.forget_patterns()
                  local found_interval, found_ordered, found_cap = defaults.of(string.char(#id) .. id)
                  return show(found_interval) .. '/' .. tostring(found_ordered) .. '/' .. show(found_cap)
                end
                """, 5, "keys", "on_first_use", "bounds", "state", "partition", "defaults");
        compare(
                lua,
                () -> List.of(
                        "*" + defaultSettings(),
                        "a*" + defaultSettings(),
                        "ab*" + defaultSettings(),
                        "b*" + defaultSettings(),
                        List.of("a", "ab", "abc", "b", "c", "ba").get((int) arguments.small(6))),
                row -> true,
                row -> {
                    Defaults defaults = Defaults.NONE;
                    for (Object entry : row.subList(0, 4)) {
                        String[] parts = ((String) entry).split("[*/]", -1);
                        QueueChange settings = new QueueChange(
                                parts[1].isEmpty() ? null : Long.valueOf(parts[1]),
                                parts[2].isEmpty() ? null : Boolean.valueOf(parts[2]),
                                parts[3].isEmpty() ? null : Integer.valueOf(parts[3]));
                        QueuePattern pattern = new QueuePattern("sms", parts[0] + "*");
                        defaults = defaults.after(new SetDefaultsRequest(pattern, settings, Set.of()));
                    }
                    QueueChange found = defaults.inForce((String) row.get(4), QueueChange.NONE);
                    return found.intervalMillis() + "/" + found.ordered() + "/" + found.concurrency();
                });
    }

    /** An interval, an order and a concurrency, at least one of which is named. */
    private String defaultSettings() {
        long named = arguments.small(7) + 1;
        return (named % 2 == 1 ? arguments.small(1_000) : "")
                + "/"
                + (named / 2 % 2 == 1 ? arguments.flag() : "")
                + "/"
                + (named / 4 == 1 ? arguments.small(10) : "");
    }

    /** Level, revision of the last raise, hold, lease number, named time or nothing, longest hold, now, revision. */
    @Test
    void throttling() {
        LuaFunction lua = new LuaFunction("""
                function(level, raised, held, number, retry_after, longest, now, revision)
                  local grown, at, till = throttled(level, raised, held, number, tonumber(retry_after), longest, now, revision)
                  return table.concat({ show(grown), show(at), show(till) }, ' ')
                end
                """, 8, "throttling");
        compare(
                lua,
                this::throttle,
                row -> TwinArguments.isExact(number(row, 2), number(row, 5))
                        && TwinArguments.isExact(number(row, 6), number(row, 5), namedMicros(row)),
                row -> {
                    Throttling after = new Throttling((int) number(row, 0), number(row, 1), number(row, 2))
                            .after(
                                    number(row, 3),
                                    row.get(4).equals("") ? null : namedMicros(row),
                                    number(row, 5),
                                    number(row, 6),
                                    number(row, 7));
                    return after.level() + " " + after.raisedAt() + " " + after.heldUntilMicros();
                });
    }

    private List<Object> throttle() {
        List<Object> instants = arguments.numbers(5);
        long longest = 1 + (arguments.flag() ? arguments.small(70) * 1_000_000 : number(arguments.numbers(1), 0));
        Object named = arguments.flag() ? "" : Long.toString(number(arguments.numbers(1), 0));
        long held = number(instants, 1);
        // The end of the quiet span, and its neighbours, are where growth starts over.
        boolean isNearQuiet = arguments.small(3) == 0 && TwinArguments.isExact(held, longest, 1);
        long now = isNearQuiet ? Math.max(0, held + longest + arguments.small(3) - 1) : number(instants, 3);
        return List.of(
                arguments.small(27), instants.get(0), held, instants.get(2), named, longest, now, instants.get(4));
    }

    private static long namedMicros(List<Object> row) {
        return row.get(4).equals("") ? 0 : Long.parseLong((String) row.get(4));
    }

    @Test
    void minuteOfAnInstant() {
        LuaFunction lua = new LuaFunction("minute_of", 1, "minutes");
        compare(lua, () -> arguments.numbers(1), row -> true, row -> LuaFunction.show(Minutes.of(number(row, 0))));
    }

    /** Interval, last release, hold, failed job's delay, paused, ordered, cap, active, queued, earliest due. */
    private List<Object> queue() {
        List<Object> row = new ArrayList<>(arguments.numbers(4));
        row.set(0, number(row, 0) % 31_536_000_001L);
        row.add(arguments.small(8) == 0);
        row.add(arguments.flag());
        row.add(arguments.small(3));
        row.add(arguments.small(3));
        row.add(arguments.small(3));
        row.add(arguments.flag() ? Readiness.NEVER : arguments.numbers(1).get(0));
        return row;
    }

    private static QueueFacts facts(List<Object> row) {
        return new QueueFacts(
                number(row, 0) * 1_000,
                number(row, 1),
                number(row, 2),
                number(row, 3),
                flag(row, 4),
                flag(row, 5),
                (int) number(row, 6),
                number(row, 7),
                number(row, 8),
                number(row, 9));
    }

    /** A Lua function of a queue that is made of these. */
    private static LuaFunction ofQueue(String body, int others, String... includes) {
        return new LuaFunction("""
                function(interval, released, held, retry, paused, ordered, cap, active, queued, due, ...)
                  local queue = {
                    interval = interval, released = released, held = held, retry = retry, paused = paused, cap = cap,
                    active = active, queued = queued, due = due, scheduled = due == math.huge and 0 or 1,
                  }
                """ + body + "\nend", 10 + others, includes);
    }

    private static boolean isExact(List<Object> row) {
        return TwinArguments.isExact(number(row, 1), number(row, 0) * 1_000);
    }

    @Test
    void earliestRelease() {
        LuaFunction lua = ofQueue("return earliest(queue)", 0, "keys", "readiness");
        compare(lua, this::queue, TwinsTest::isExact, row -> LuaFunction.show(Readiness.floor(facts(row))));
    }

    @Test
    void nextRelease() {
        LuaFunction lua = ofQueue("return next_release(queue, ordered)", 0, "keys", "readiness");
        compare(lua, this::queue, TwinsTest::isExact, row -> LuaFunction.show(Readiness.next(facts(row))));
    }

    @Test
    void readySince() {
        LuaFunction lua = new LuaFunction("ready_since", 3, "keys", "readiness");
        compare(
                lua,
                () -> {
                    List<Object> row = new ArrayList<>(arguments.numbers(3));
                    row.set(0, arguments.small(4) == 0 ? Readiness.NEVER : row.get(0));
                    row.set(1, arguments.small(4) == 0 ? Readiness.NEVER : row.get(1));
                    return row;
                },
                row -> true,
                row -> LuaFunction.show(Readiness.since(number(row, 0), number(row, 1), number(row, 2))));
    }

    @Test
    void forecastsStandOnTheSameFloor() {
        LuaFunction lua = ofQueue("return math.max(select(1, ...), earliest(queue))", 1, "keys", "readiness");
        compare(
                lua,
                () -> {
                    List<Object> row = new ArrayList<>(queue());
                    row.addAll(arguments.numbers(1));
                    return row;
                },
                TwinsTest::isExact,
                row -> LuaFunction.show(Forecast.queued(facts(row), 0, number(row, 10))));
    }

    @Test
    void memory() {
        LuaFunction lua = ofQueue("""
                queue.retained, queue.pinned = select(1, ...), select(2, ...)
                return remembered_until(queue, (select(3, ...)))
                """, 3, "keys", "readiness", "memory");
        compare(
                lua,
                () -> {
                    List<Object> row = new ArrayList<>(queue());
                    row.addAll(arguments.numbers(1));
                    row.add(arguments.small(8) == 0);
                    row.addAll(arguments.numbers(1));
                    return row;
                },
                row -> isExact(row) && TwinArguments.isExact(number(row, 12), 600_000_000),
                row -> LuaFunction.show(
                        Memory.until(facts(row), flag(row, 4) || flag(row, 11), number(row, 10), number(row, 12))));
    }

    /** Several counts after each other, of minutes that go on, stand still and step back. */
    @Test
    void countsOfMinutes() {
        int counts = 6;
        LuaFunction lua = new LuaFunction("""
                function(...)
                  local packed = ''
                  for i = 1, select('#', ...), 2 do
                    local minute, enqueues = select(i, ...), (select(i + 1, ...))
                    packed = count_minute(packed, minute, enqueues, 1)
                  end
                  local newest = struct.unpack('>I4', packed)
                  local shown = {}
                  for at = 5, #packed, 8 do
                    local enqueued, dequeued = struct.unpack('>I4I4', packed, at)
                    if dequeued > 0 then
                      shown[#shown + 1] = newest - (at - 5) / 8 .. ':' .. enqueued .. ':' .. dequeued
                    end
                  end
                  return table.concat(shown, ' ')
                end
                """, 2 * counts, "minutes");
        compare(
                lua,
                () -> {
                    List<Object> row = new ArrayList<>();
                    long minute = 29_900_000;
                    for (int i = 0; i < counts; i++) {
                        minute += arguments.flag() ? arguments.small(4) : arguments.small(25) - 12;
                        row.add(minute);
                        row.add(arguments.small(3));
                    }
                    return row;
                },
                row -> true,
                TwinsTest::countsInJava);
    }

    private static String countsInJava(List<Object> row) {
        TreeMap<Long, long[]> minutes = new TreeMap<>();
        for (int i = 0; i < row.size(); i += 2) {
            long minute = number(row, i);
            if (!minutes.isEmpty() && !Minutes.isInWindow(Math.min(minute, minutes.lastKey()), minutes.lastKey())) {
                minutes.clear();
            }
            long[] counts = minutes.computeIfAbsent(minute, key -> new long[2]);
            counts[0] += number(row, i + 1);
            counts[1]++;
            minutes.headMap(minutes.lastKey() - Minutes.WINDOW, true).clear();
        }
        StringBuilder shown = new StringBuilder();
        for (Map.Entry<Long, long[]> minute : minutes.descendingMap().entrySet()) {
            shown.append(shown.isEmpty() ? "" : " ")
                    .append(minute.getKey())
                    .append(':')
                    .append(minute.getValue()[0])
                    .append(':')
                    .append(minute.getValue()[1]);
        }
        return shown.toString();
    }
}
