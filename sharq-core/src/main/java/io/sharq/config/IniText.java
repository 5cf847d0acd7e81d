package io.sharq.config;

import io.sharq.api.ConfigurationException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.ini4j.Config;
import org.ini4j.Ini;
import org.ini4j.Profile.Section;

/**
 * An INI file, read into sections and entries. The parser reads; what it does not do, comments behind a value and the
 * numbers of lines, is done here. Of its many ways to look a value up only {@code getAll} is used: others expand
 * references inside values, and can be made to recurse for ever (CVE-2022-41404).
 */
final class IniText {
    private static final Pattern INLINE_COMMENT = Pattern.compile("(^|\\s);.*$");

    private final String file;
    private final List<String> lines;

    private IniText(String file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    static Map<String, Map<String, Entry>> read(Path path) {
        String file = path.toString();
        try {
            List<String> lines = Files.readAllLines(path);
            return new IniText(file, lines).sections();
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": there is no such file", e);
        } catch (MalformedInputException e) {
            throw new ConfigurationException(file + ": it is not UTF-8 text", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": it cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<String, Map<String, Entry>> sections() throws IOException {
        checkLines();
        Map<String, Map<String, Entry>> sections = new LinkedHashMap<>();
        Ini ini = parse();
        for (String name : ini.keySet()) {
            List<Section> all = ini.getAll(name);
            if (all.size() > 1) {
                throw new ConfigurationException(at(lineOfSection(name, 2)) + "section [" + name + "] is there twice");
            }
            sections.put(name, entries(name, all.get(0)));
        }
        return sections;
    }

    private Map<String, Entry> entries(String sectionName, Section section) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String key : section.keySet()) {
            List<String> values = section.getAll(key);
            if (values.size() > 1) {
                throw new ConfigurationException(
                        at(lineOfKey(sectionName, key, 2)) + "[" + sectionName + "] " + key + " is there twice");
            }
            String text = values.get(0) == null ? "" : values.get(0);
            String place = at(lineOfKey(sectionName, key, 1)) + "[" + sectionName + "] " + key;
            entries.put(
                    key, new Entry(INLINE_COMMENT.matcher(text).replaceFirst("").strip(), place));
        }
        return entries;
    }

    private Ini parse() throws IOException {
        Config config = new Config();
        config.setEscape(false);
        config.setEscapeNewline(false);
        config.setEmptyOption(true);
        config.setEmptySection(true);
        config.setMultiOption(true);
        config.setMultiSection(true);
        config.setGlobalSection(false);
        Ini ini = new Ini();
        ini.setConfig(config);
        ini.load(new StringReader(String.join("\n", lines)));
        return ini;
    }

    /** What the parser would refuse without a line, or take in silence. */
    private void checkLines() {
        boolean isInSection = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("[")) {
                if (!line.matches("\\[[^\\[\\]]+]\\s*([;#].*)?")) {
                    throw new ConfigurationException(at(i + 1) + "this is not the head of a section: " + line);
                }
                isInSection = true;
            } else if (!line.isEmpty() && !isComment(line)) {
                if (!isInSection) {
                    throw new ConfigurationException(at(i + 1) + "a key stands before the first section");
                }
                if (line.indexOf(':') < 0 && line.indexOf('=') < 0) {
                    throw new ConfigurationException(at(i + 1) + "a key needs : or = and a value behind it");
                }
            }
        }
    }

    private static boolean isComment(String line) {
        return line.startsWith(";") || line.startsWith("#");
    }

    private int lineOfSection(String name, int occurrence) {
        int seen = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith("[" + name + "]") && ++seen == occurrence) {
                return i + 1;
            }
        }
        return 0;
    }

    private int lineOfKey(String section, String key, int occurrence) {
        Pattern keyLine = Pattern.compile("\\s*" + Pattern.quote(key) + "\\s*[:=].*");
        int seen = 0;
        for (int i = lineOfSection(section, 1); i < lines.size(); i++) {
            if (keyLine.matcher(lines.get(i)).matches() && ++seen == occurrence) {
                return i + 1;
            }
        }
        return 0;
    }

    private String at(int line) {
        return file + ", line " + line + ": ";
    }
}
