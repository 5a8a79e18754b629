package dev.reliability.internal.host;

import static org.awaitility.Awaitility.await;

import dev.reliability.internal.linux.Net;
import dev.reliability.spi.ShellCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Everything that is done to the packet filter and to the files of a host, also what is undone again. */
final class Changes implements AutoCloseable {

    private final Lab lab;
    private final Path log;
    private final Process monitor;
    private Set<String> files;

    Changes(Lab lab, Path log) {
        this.lab = lab;
        this.log = log;
        monitor =
                lab.net.start(lab.net.host, List.of("sh", "-c", "exec stdbuf -oL nft monitor >\"$0\"", log.toString()));
        await().until(() -> {
            mark("begin");
            return logged().contains("begin");
        });
        files = files();
    }

    /** Makes a change of our own, which is seen behind all that were made before it. */
    private void mark(String name) {
        Net.in(lab.net.host, "sh", "-c", "nft add table inet $0 && nft delete table inet $0", name);
    }

    private String logged() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was done to the packet filter. */
    List<String> ofTheFilter() {
        mark("finish");
        await().until(() -> logged().contains("delete table inet finish"));
        return logged().lines()
                .filter(line -> !line.startsWith("#") && !line.matches("(add|delete) table inet (begin|finish).*"))
                .toList();
    }

    /** Files that are there now and were not, or the other way round. */
    List<String> ofFiles() {
        Set<String> now = files();
        List<String> changed = new ArrayList<>();
        now.stream().filter(file -> !files.contains(file)).forEach(changed::add);
        files.stream().filter(file -> !now.contains(file)).forEach(changed::add);
        return changed;
    }

    /** What was done to files up to here belongs to the test. */
    void expectFilesAsTheyAre() {
        files = files();
    }

    private Set<String> files() {
        return new TreeSet<>(lab.inside
                .run(ShellCommand.program("find", "/run", "/root", "-path", "/run/keep", "-prune", "-o", "-print"))
                .output()
                .lines()
                .toList());
    }

    @Override
    public void close() {
        lab.end(monitor);
    }
}
