package dev.reliability.outside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** One run of Maven on the outside project, and what Failsafe wrote. */
final class MavenRun {

    private static final long MINUTES = 3;

    private final Process process;
    private final Path project;
    private final Path output;

    /**
     * A test as Failsafe's XML has it.
     *
     * @param name class and name
     * @param element {@code failure}, {@code error}, {@code skipped}, or {@code passed}
     * @param type type of the exception, if any
     * @param line first line of the message; measured times and numbers of samples are {@code #}
     */
    record Case(String name, String element, String type, String line) {}

    MavenRun(Process process, Path project, Path output) {
        this.process = process;
        this.project = project;
        this.output = output;
    }

    Process process() {
        return process;
    }

    void await() {
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IllegalStateException("Maven did not end in " + MINUTES + " minutes:\n" + output());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    int exitCode() {
        await();
        return process.exitValue();
    }

    String output() {
        try {
            // Maven ends what it prints with the colour of the terminal, also where it has none
            return Files.readString(output).replaceAll("\u001b\\[[;\\d]*m", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what the gate said. */
    List<String> gate() {
        return output().lines()
                .filter(line -> line.startsWith("reliability gate: "))
                .map(line -> line.substring("reliability gate: ".length()))
                .toList();
    }

    /** Returns what is in a file of the directory of reports. */
    String journal(String path) {
        try {
            return Files.readString(project.resolve("target/reliability").resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the tests of Failsafe's XML files. */
    List<Case> cases() {
        Path reports = project.resolve("target/failsafe-reports");
        if (!Files.isDirectory(reports)) {
            return List.of();
        }
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(reports)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("TEST-"))
                    .sorted()
                    .toList()) {
                NodeList found = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(file.toFile())
                        .getElementsByTagName("testcase");
                for (int i = 0; i < found.getLength(); i++) {
                    cases.add(read((Element) found.item(i)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("Failsafe's report cannot be read", e);
        }
        return cases;
    }

    private static Case read(Element test) {
        String name = test.getAttribute("classname") + "." + test.getAttribute("name");
        for (String kind : List.of("error", "failure", "skipped", "flakyFailure")) {
            NodeList found = test.getElementsByTagName(kind);
            if (found.getLength() > 0) {
                Element element = (Element) found.item(0);
                String message = element.getAttribute("message");
                return new Case(
                        name,
                        kind,
                        element.getAttribute("type"),
                        line(message.isEmpty() ? element.getTextContent().strip() : message));
            }
        }
        return new Case(name, "passed", "", "");
    }

    private static String line(String message) {
        return message.lines()
                .findFirst()
                .orElse("")
                .replaceAll("\\d+\\.\\d s\\b", "#.# s")
                .replaceAll("\\d+ of \\d+ samples", "# of # samples")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:#")
                // a server that is stopped may close or reset a connection before it refuses the next one
                .replaceAll(
                        "got (connection (closed|reset)|IOException: Connection reset( by peer)?)",
                        "got connection refused")
                .replaceAll("process \\d+", "process #")
                .replaceAll("-CONT \\d+", "-CONT #");
    }
}
