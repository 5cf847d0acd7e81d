package io.sharq.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A script as Lua 5.1 compiled it: which global names it uses, how many local names the body has at once, and how many
 * functions a call of it makes before it begins its work. Lua itself notices a global that is not there only when the line
 * runs.
 */
public final class LuaChunk {
    private static final int HEADER = 12;
    private static final int SIZE_T_AT = 8;
    private static final int OPCODE = 0x3f;
    private static final int CONSTANT_SHIFT = 14;
    private static final int GET_GLOBAL = 5;
    private static final int SET_GLOBAL = 7;
    private static final String NO_TEXT = "";

    private final ByteBuffer bytes;
    private final boolean hasLongSizes;
    private final Set<String> globals = new TreeSet<>();
    private final Body body;

    /**
     * A function.
     *
     * @param locals how many local names it has at once
     * @param functions how many functions are written in it, not counting those within these
     * @param functionsOfLast how many are written in the last of them
     */
    private record Body(int locals, int functions, int functionsOfLast) {}

    /** Reads what {@code string.dump} wrote on this machine. */
    public LuaChunk(byte[] dumped) {
        this.bytes = ByteBuffer.wrap(dumped).order(ByteOrder.LITTLE_ENDIAN);
        this.hasLongSizes = dumped[SIZE_T_AT] == Long.BYTES;
        bytes.position(HEADER);
        this.body = function();
    }

    public Set<String> globals() {
        return globals;
    }

    public int locals() {
        return body.locals;
    }

    /** How many functions a call makes, if the script ends with a nested piece. */
    public int functionsMade() {
        return body.functions + body.functionsOfLast;
    }

    private Body function() {
        text();
        skip(2 * Integer.BYTES + 4);
        List<Integer> code = new ArrayList<>();
        for (int left = bytes.getInt(); left > 0; left--) {
            code.add(bytes.getInt());
        }
        List<String> constants = new ArrayList<>();
        for (int left = bytes.getInt(); left > 0; left--) {
            constants.add(constant());
        }
        for (int instruction : code) {
            int opcode = instruction & OPCODE;
            if (opcode == GET_GLOBAL || opcode == SET_GLOBAL) {
                globals.add(constants.get(instruction >>> CONSTANT_SHIFT));
            }
        }
        int functions = bytes.getInt();
        int functionsOfLast = 0;
        for (int left = functions; left > 0; left--) {
            functionsOfLast = function().functions;
        }
        skip(Integer.BYTES * bytes.getInt());
        int most = mostAtOnce(code.size());
        for (int left = bytes.getInt(); left > 0; left--) {
            text();
        }
        return new Body(most, functions, functionsOfLast);
    }

    private String constant() {
        switch (bytes.get()) {
            case 1 -> skip(1);
            case 3 -> skip(Double.BYTES);
            case 4 -> {
                return text();
            }
            default -> {}
        }
        return NO_TEXT;
    }

    private int mostAtOnce(int instructions) {
        int[] begun = new int[instructions + 2];
        for (int left = bytes.getInt(); left > 0; left--) {
            text();
            begun[bytes.getInt()]++;
            begun[bytes.getInt()]--;
        }
        int now = 0;
        int most = 0;
        for (int change : begun) {
            now += change;
            most = Math.max(most, now);
        }
        return most;
    }

    private String text() {
        int length = hasLongSizes ? (int) bytes.getLong() : bytes.getInt();
        if (length == 0) {
            return NO_TEXT;
        }
        byte[] read = new byte[length];
        bytes.get(read);
        return new String(read, 0, length - 1, ISO_8859_1);
    }

    private void skip(int count) {
        bytes.position(bytes.position() + count);
    }
}
