import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Prints the ten longest tests of a build and the tests that it skipped, from the reports that surefire and failsafe write.
 * It is given the folder of the build, and the instant at which the build began: older reports are of another one.
 */
final class TestReport {
    private static final int LONGEST = 10;

    /**
     * A test method, or one case of it.
     *
     * @param skipped why it was skipped, or null if it was not
     */
    private record Case(String module, String suite, String className, String name, double seconds, String skipped) {
        /** A property of the kit is found in the class that runs it. */
        @Override
        public String toString() {
            String where = className.equals(suite) ? simple(suite) : simple(suite) + ", " + simple(className);
            return module + " " + where + ": " + name;
        }

        private static String simple(String name) {
            return name.substring(name.lastIndexOf('.') + 1);
        }
    }

    private TestReport() {}

    public static void main(String[] arguments) throws IOException, XMLStreamException {
        List<Case> cases = new ArrayList<>();
        for (Path report : reports(Path.of(arguments[0]), Instant.parse(arguments[1]))) {
            cases.addAll(read(report));
        }
        if (cases.isEmpty()) {
            return;
        }
        System.out.println("== The ten longest tests ==");
        cases.stream()
                .sorted(Comparator.comparingDouble(Case::seconds).reversed())
                .limit(LONGEST)
                .forEach(test -> System.out.printf("%8.1f s  %s%n", test.seconds, test));
        List<Case> skipped = cases.stream().filter(test -> test.skipped != null).toList();
        if (!skipped.isEmpty()) {
            System.out.println("== Skipped ==");
            skipped.forEach(test -> System.out.println("            " + test + " (" + test.skipped + ")"));
        }
    }

    private static List<Path> reports(Path build, Instant since) throws IOException {
        List<Path> reports = new ArrayList<>();
        try (Stream<Path> modules = Files.list(build)) {
            for (Path module : modules.sorted().toList()) {
                for (String kind : List.of("surefire-reports", "failsafe-reports")) {
                    Path folder = module.resolve("target").resolve(kind);
                    if (Files.isDirectory(folder)) {
                        try (Stream<Path> files = Files.list(folder)) {
                            files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                                    .filter(file -> isWrittenSince(file, since))
                                    .forEach(reports::add);
                        }
                    }
                }
            }
        }
        return reports;
    }

    private static boolean isWrittenSince(Path file, Instant instant) {
        // The build's instant is in whole seconds.
        return file.toFile().lastModified() >= instant.toEpochMilli();
    }

    private static List<Case> read(Path report) throws IOException, XMLStreamException {
        String module = report.getParent().getParent().getParent().getFileName().toString();
        String suite = report.getFileName().toString().replaceFirst("^TEST-(.*)\\.xml$", "$1");
        List<Case> cases = new ArrayList<>();
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamReader.START_ELEMENT) {
                    continue;
                }
                if (xml.getLocalName().equals("testcase")) {
                    String seconds = xml.getAttributeValue(null, "time").replace(",", "");
                    cases.add(new Case(
                            module,
                            suite,
                            xml.getAttributeValue(null, "classname"),
                            xml.getAttributeValue(null, "name"),
                            Double.parseDouble(seconds),
                            null));
                } else if (xml.getLocalName().equals("skipped")) {
                    String message = xml.getAttributeValue(null, "message");
                    String why = message == null ? "no reason given" : message;
                    Case last = cases.remove(cases.size() - 1);
                    cases.add(new Case(last.module, last.suite, last.className, last.name, last.seconds, why));
                }
            }
        }
        return cases;
    }
}
