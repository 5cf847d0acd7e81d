package io.sharq.server.contract;

import java.util.Random;
import java.util.function.Supplier;

/** Writes JSON in all its liberties: blanks, numbers of any length, escapes, characters of every plane. */
final class JsonWriter {
    private static final String[] BLANKS = {"", "", "", " ", "\n", "\t ", "\r\n"};
    private static final String[] ESCAPES = {"\\n", "\\\"", "\\\\", "\\/", "\\u0000", "\\u00e9", "\\ud83d\\ude00"};
    private static final String[] CHARACTERS = {"a", " ", "é", "漢", "😀", "\u2028", "{", "]", ",", ":"};
    private static final int DEEPEST = 5;

    private final Random random;
    private int names;

    private JsonWriter(Random random) {
        this.random = random;
    }

    static String value(Random random) {
        return new JsonWriter(random).value(0);
    }

    private String value(int depth) {
        return switch (random.nextInt(depth < DEEPEST ? 8 : 5)) {
            case 0 -> number();
            case 1 -> string();
            case 2 -> "true";
            case 3 -> "false";
            case 4 -> "null";
            case 5 -> list("[", "]", () -> value(depth + 1));
            default ->
                list("{", "}", () -> "\"n" + names++ + text() + "\"" + blank() + ":" + blank() + value(depth + 1));
        };
    }

    private String list(String open, String close, Supplier<String> item) {
        StringBuilder list = new StringBuilder(open).append(blank());
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            list.append(i == 0 ? "" : "," + blank()).append(item.get()).append(blank());
        }
        return list.append(close).toString();
    }

    private String number() {
        StringBuilder number = new StringBuilder(random.nextBoolean() ? "-" : "").append(1 + random.nextInt(9));
        int digits = random.nextInt(40);
        for (int i = 0; i < digits; i++) {
            number.append(random.nextInt(10));
        }
        if (random.nextBoolean()) {
            number.append('.').append(random.nextInt(1_000));
        }
        if (random.nextInt(4) == 0) {
            number.append(random.nextBoolean() ? "e" : "E+").append(random.nextInt(300));
        }
        return number.toString();
    }

    private String string() {
        return "\"" + text() + "\"";
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            String[] from = random.nextInt(3) == 0 ? ESCAPES : CHARACTERS;
            text.append(from[random.nextInt(from.length)]);
        }
        return text.toString();
    }

    private String blank() {
        return BLANKS[random.nextInt(BLANKS.length)];
    }
}
