package io.sharq.redis;

import io.lettuce.core.ScriptOutputType;
import io.sharq.redis.script.ScriptLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A function of the scripts' includes, called on the tests' Redis. */
public final class LuaFunction {
    /** Redis takes no more arguments at once than this with ease. */
    private static final int ARGUMENTS_A_CALL = 6_000;

    private final String script;
    private final int arity;

    /**
     * A function.
     *
     * @param body a Lua function of numbers, strings and booleans, which gives one of these
     * @param arity how many it takes
     * @param includes the files that it needs, in their order
     */
    public LuaFunction(String body, int arity, String... includes) {
        String prelude = Stream.of(includes)
                .map(name -> ScriptLoader.source("include/" + name))
                .collect(Collectors.joining("\n"));
        this.arity = arity;
        this.script = prelude + """
                local function read(text)
                  local kind, value = text:sub(1, 1), text:sub(2)
                  if kind == 'n' then
                    return value == 'never' and math.huge or tonumber(value)
                  elseif kind == 'b' then
                    return value == 'true'
                  end
                  return value
                end
                local function show(value)
                  if type(value) ~= 'number' then
                    return tostring(value)
                  end
                  return value == math.huge and 'never' or string.format('%.0f', value)
                end
                local twin =
                """ + body + "\n" + """
                local arity, answers = tonumber(ARGV[1]), {}
                for i = 2, #ARGV, arity do
                  local arguments = {}
                  for j = 0, arity - 1 do
                    arguments[j + 1] = read(ARGV[i + j])
                  end
                  answers[#answers + 1] = show(twin(unpack(arguments)))
                end
                return answers
                """;
    }

    /** The answers for rows of arguments, as text. */
    public List<String> answers(List<List<Object>> rows) {
        List<String> answers = new ArrayList<>();
        int rowsACall = ARGUMENTS_A_CALL / arity;
        for (int from = 0; from < rows.size(); from += rowsACall) {
            answers.addAll(call(rows.subList(from, Math.min(rows.size(), from + rowsACall))));
        }
        return answers;
    }

    private List<String> call(List<List<Object>> rows) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(arity)));
        rows.forEach(row -> row.forEach(argument -> arguments.add(write(argument))));
        return TestRedis.ask(
                redis -> redis.eval(script, ScriptOutputType.MULTI, new String[0], arguments.toArray(String[]::new)));
    }

    private static String write(Object argument) {
        if (argument instanceof Boolean) {
            return "b" + argument;
        }
        return argument instanceof Number number ? "n" + show(number.longValue()) : "s" + argument;
    }

    /** A number as the function shows it. */
    public static String show(long number) {
        return number == Long.MAX_VALUE ? "never" : Long.toString(number);
    }
}
