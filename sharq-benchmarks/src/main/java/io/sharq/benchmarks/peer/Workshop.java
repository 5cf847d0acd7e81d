package io.sharq.benchmarks.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A cache folder in which peers are fetched and built. What has been fetched stays there, by version, and is not
 * fetched again.
 */
final class Workshop {
    /** Written when a fetch is complete, so that one that was interrupted is repeated. */
    private static final String DONE = "fetched";

    private final Path cache;
    private final String maven;

    Workshop(Path cache) {
        this.cache = cache;
        Path wrapper = Path.of("mvnw").toAbsolutePath();
        this.maven = Files.isExecutable(wrapper) ? wrapper.toString() : "mvn";
    }

    /** The class path of some artifacts, given as {@code GROUP:ARTIFACT:VERSION}, and all that they need. */
    String classPath(List<String> artifacts) throws Unavailable, InterruptedException {
        try {
            Path folder = folder("jars", artifacts);
            if (!Files.exists(folder.resolve(DONE))) {
                Files.writeString(folder.resolve("pom.xml"), pom(artifacts));
                Path pom = folder.resolve("pom.xml");
                List<String> command = new ArrayList<>(List.of(maven, "--quiet", "--batch-mode"));
                command.addAll(List.of("--file", pom.toString(), "-DincludeScope=runtime"));
                command.addAll(List.of("-DoutputDirectory=" + folder, "dependency:copy-dependencies"));
                Tool.run(folder, command);
                Files.createFile(folder.resolve(DONE));
            }
            try (var files = Files.list(folder)) {
                return files.map(Path::toString)
                        .filter(name -> name.endsWith(".jar"))
                        .sorted()
                        .collect(Collectors.joining(File.pathSeparator));
            }
        } catch (IOException e) {
            throw new Unavailable("the cache " + cache + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** A folder with packages of npm, given as {@code NAME@VERSION}. */
    Path nodeFolder(List<String> packages) throws Unavailable, InterruptedException {
        try {
            Path folder = folder("node", packages);
            if (!Files.exists(folder.resolve(DONE))) {
                Tool.run(folder, List.of("node", "--version"));
                List<String> command = new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund"));
                command.addAll(List.of("--ignore-scripts", "--prefix", folder.toString()));
                command.addAll(packages);
                Tool.run(folder, command);
                Files.createFile(folder.resolve(DONE));
            }
            return folder;
        } catch (IOException e) {
            throw new Unavailable("the cache " + cache + " cannot be used: " + e.getMessage(), e);
        }
    }

    private Path folder(String kind, List<String> names) throws IOException {
        String name = names.get(0).replaceAll("[^A-Za-z0-9.-]+", "-");
        int others = Math.floorMod(names.hashCode(), 1_000_000);
        return Files.createDirectories(cache.resolve(kind + "-" + name + "-" + others));
    }

    private static String pom(List<String> artifacts) {
        StringBuilder pom = new StringBuilder("""
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>io.sharq.peers</groupId>
                  <artifactId>peer</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <dependencies>
                """);
        for (String artifact : artifacts) {
            String[] parts = artifact.split(":", -1);
            pom.append(
                    "    <dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>\n"
                            .formatted(parts[0], parts[1], parts[2]));
        }
        return pom.append("  </dependencies>\n</project>\n").toString();
    }

    /** Compiles the program of a peer. The result is the folder with its classes. */
    static Path compile(Path folder, String program, String classPath) throws Unavailable {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new Unavailable("this Java has no compiler; run the comparison on a JDK");
        }
        try {
            Path sources = Files.createDirectories(folder.resolve("sources"));
            Path classes = Files.createDirectories(folder.resolve("classes"));
            List<File> files = new ArrayList<>();
            for (String name : List.of("Peer.java", "Bench.java", program + ".java")) {
                files.add(copy(name, sources.resolve(name)).toFile());
            }
            try (var manager = compiler.getStandardFileManager(null, null, UTF_8)) {
                StringWriter said = new StringWriter();
                List<String> options = List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath);
                boolean isCompiled = compiler.getTask(
                                said, manager, null, options, null, manager.getJavaFileObjectsFromFiles(files))
                        .call();
                if (!isCompiled) {
                    throw new Unavailable(
                            "its program does not compile: " + said.toString().strip());
                }
            }
            return classes;
        } catch (IOException e) {
            throw new Unavailable("its program cannot be compiled: " + e.getMessage(), e);
        }
    }

    /** Copies a resource of this package. */
    static Path copy(String name, Path to) throws IOException {
        try (InputStream resource = Workshop.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException(name + " is missing in this jar");
            }
            Files.copy(resource, to, StandardCopyOption.REPLACE_EXISTING);
            return to;
        }
    }
}
