package io.sharq.config;

import io.sharq.api.ConfigurationException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ini4j.Config;
import org.ini4j.Ini;
import org.ini4j.InvalidFileFormatException;
import org.ini4j.Profile;

/**
 * An INI text, read through ini4j.
 *
 * <p>Of ini4j's maps only {@code get} and {@code getAll} are used: {@code fetch} and the mapping to beans can overflow
 * the stack (CVE-2022-41404). No message quotes a line, because it may hold a password.
 */
final class IniText {
    /** ini4j would leave a comment behind a value in the value. One character before the {@code ;} must be blank. */
    private static final Pattern COMMENT = Pattern.compile("(^|\\s);.*$", Pattern.DOTALL);

    private static final Pattern LINE_OF_FAULT = Pattern.compile("at line: (\\d+)");

    private static final String NOT_A_LINE = "this line is no [section], no \"key : value\" and no comment";

    private final String file;
    private final List<String> lines;
    private final LineIndex index;

    private IniText(String file, String text) {
        this.file = file;
        this.lines =
                text.lines().map(line -> COMMENT.matcher(line).replaceFirst("")).toList();
        this.index = new LineIndex(lines);
    }

    /**
     * Reads a text.
     *
     * @param file the file's name, for messages
     * @param text what it holds
     * @return its sections in order
     */
    static Map<String, Block> read(String file, String text) {
        return new IniText(file, text.startsWith("\uFEFF") ? text.substring(1) : text).blocks();
    }

    private Map<String, Block> blocks() {
        Ini ini = parsed();
        Map<String, Block> blocks = new LinkedHashMap<>();
        for (String name : ini.keySet()) {
            List<Integer> headers = index.section(name);
            if (headers.size() > 1) {
                throw fault(headers.get(1), "[" + name + "]: the section is in line " + headers.get(0) + " already");
            }
            blocks.put(name, block(name, headers.get(0), ini.get(name)));
        }
        return Collections.unmodifiableMap(blocks);
    }

    private Block block(String name, int header, Profile.Section section) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (String key : section.keySet()) {
            List<Integer> keyLines = index.key(name, key);
            int line = keyLines.get(0);
            String value = section.get(key);
            // A blank in a "key" means that the operator is missing, and that what follows may be a secret.
            if (value == null || key.chars().anyMatch(Character::isWhitespace)) {
                throw fault(line, NOT_A_LINE);
            }
            String place = "[" + name + "] " + key;
            if (keyLines.size() > 1) {
                throw fault(keyLines.get(1), place + ": the key is in line " + line + " already");
            }
            if (value.isEmpty()) {
                throw fault(line, place + ": it has no value; without the line, the default holds");
            }
            settings.put(key, new Setting(value, at(line) + place));
        }
        return new Block(at(header) + "[" + name + "]", settings);
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
        Ini ini = new Ini();
        ini.setConfig(config);
        try {
            ini.load(new StringReader(String.join("\n", lines)));
        } catch (InvalidFileFormatException e) {
            throw unreadable(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ini;
    }

    /** The exception of ini4j is not the cause, because its message quotes the line. */
    private ConfigurationException unreadable(InvalidFileFormatException e) {
        Matcher matcher = LINE_OF_FAULT.matcher(String.valueOf(e.getMessage()));
        if (!matcher.find()) {
            return new ConfigurationException(file + ": it is no INI file");
        }
        int line = Integer.parseInt(matcher.group(1));
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
