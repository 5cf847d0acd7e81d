package io.sharq.config;

import io.sharq.api.ConfigurationException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ini4j.Config;
import org.ini4j.Ini;
import org.ini4j.InvalidFileFormatException;
import org.ini4j.Profile;

/**
 * A parser of INI text, based on ini4j.
 *
 * <p>Of ini4j's maps only {@code get} and {@code getAll} are used: {@code fetch} and the mapping to beans can
 * overflow the stack (CVE-2022-41404). No message quotes a line, because it may contain a password.
 */
final class IniText {
    /**
     * A comment, alone or after a value. It begins at the start of a line or after a blank. ini4j would keep one
     * after a value as part of the value.
     */
    private static final Pattern COMMENT = Pattern.compile("(^|\\s);.*$", Pattern.DOTALL);

    private static final Pattern LINE_OF_FAULT = Pattern.compile("at line: (\\d+)");

    /**
     * The most faulty lines to report. A file that is not INI at all has a fault in each line, and each fault
     * requires another parse.
     */
    private static final int MOST_BROKEN_LINES = 20;

    private static final String NOT_A_LINE = "this line is no [section], no \"key : value\" and no comment";

    private final String file;
    private final List<String> lines;
    private final BiPredicate<String, String> mayBeEmpty;
    private final FaultList faults;

    private IniText(String file, String text, BiPredicate<String, String> mayBeEmpty, FaultList faults) {
        this.file = file;
        this.mayBeEmpty = mayBeEmpty;
        this.faults = faults;
        this.lines = text.lines()
                .map(line -> COMMENT.matcher(line).replaceFirst(""))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /**
     * Reads a text.
     *
     * @param file the file's name, for messages
     * @param text the content
     * @return its sections in order
     * @throws ConfigurationException if it has faults, naming all of them
     */
    static Map<String, Block> read(String file, String text) {
        FaultList faults = new FaultList();
        Map<String, Block> blocks = read(file, text, (section, key) -> false, faults);
        faults.throwIfAny();
        return blocks;
    }

    /**
     * Reads a text, skipping faulty lines.
     *
     * @param file the file's name, for messages
     * @param text the content
     * @param mayBeEmpty whether a key of a section, in this order, may have no value; it is then as if its line were not there
     * @param faults collects the faults
     * @return its sections in order
     */
    static Map<String, Block> read(String file, String text, BiPredicate<String, String> mayBeEmpty, FaultList faults) {
        return new IniText(file, text.startsWith("\uFEFF") ? text.substring(1) : text, mayBeEmpty, faults).blocks();
    }

    private Map<String, Block> blocks() {
        Ini ini = parsed();
        LineIndex index = new LineIndex(lines);
        Map<String, Block> blocks = new LinkedHashMap<>();
        for (String name : ini.keySet()) {
            List<Integer> headers = index.section(name);
            if (headers.size() > 1) {
                faults.add(
                        fault(headers.get(1), "[" + name + "]: the section is in line " + headers.get(0) + " already"));
            }
            blocks.put(name, block(name, headers.get(0), ini.get(name), index));
        }
        return Collections.unmodifiableMap(blocks);
    }

    private Block block(String name, int header, Profile.Section section, LineIndex index) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String key : section.keySet()) {
            List<Integer> keyLines = index.key(name, key);
            int line = keyLines.get(0);
            String value = section.get(key);
            // A blank in a "key" means that the operator is missing, and that the rest of the line may be a secret.
            if (value == null || key.chars().anyMatch(Character::isWhitespace)) {
                faults.add(fault(line, NOT_A_LINE));
                continue;
            }
            String place = "[" + name + "] " + key;
            if (keyLines.size() > 1) {
                faults.add(fault(keyLines.get(1), place + ": the key is in line " + line + " already"));
            }
            if (value.isEmpty()) {
                if (!mayBeEmpty.test(name, key)) {
                    faults.add(fault(line, place + ": it has no value; without the line, the default holds"));
                }
                continue;
            }
            entries.put(key, new Entry(value, at(line) + place));
        }
        return new Block(at(header) + "[" + name + "]", entries);
    }

    private Ini parsed() {
        Config config = new Config();
        config.setEscape(false);
        config.setEscapeNewline(false);
        config.setEmptyOption(true);
        config.setInclude(false);
        config.setTree(false);
        config.setMultiSection(true);
        config.setMultiOption(true);
        while (true) {
            Ini ini = new Ini();
            ini.setConfig(config);
            try {
                ini.load(new StringReader(String.join("\n", lines)));
                return ini;
            } catch (InvalidFileFormatException e) {
                leaveOut(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Records the fault and blanks its line for the next parse, because ini4j stops at the first line that it cannot
     * read.
     */
    private void leaveOut(InvalidFileFormatException e) {
        Matcher matcher = LINE_OF_FAULT.matcher(String.valueOf(e.getMessage()));
        int line = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        boolean isKnown =
                line > 0 && line <= lines.size() && !lines.get(line - 1).isBlank();
        faults.add(isKnown ? unreadable(line) : new ConfigurationException(file + ": it is no INI file"));
        if (!isKnown || faults.size() >= MOST_BROKEN_LINES) {
            faults.throwIfAny();
        }
        lines.set(line - 1, "");
    }

    /** A fault without ini4j's exception as its cause, because the message of that exception quotes the line. */
    private ConfigurationException unreadable(int line) {
        boolean isBeforeSections =
                lines.stream().limit(line).noneMatch(l -> l.trim().startsWith("["));
        return fault(line, isBeforeSections ? "this line stands before the first [section]" : NOT_A_LINE);
    }

    private ConfigurationException fault(int line, String message) {
        return new ConfigurationException(at(line) + message);
    }

    private String at(int line) {
        return file + ", line " + line + ": ";
    }
}
