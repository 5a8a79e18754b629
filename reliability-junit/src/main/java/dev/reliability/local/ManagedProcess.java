package dev.reliability.local;

import dev.reliability.internal.process.ProcessDraft;
import dev.reliability.internal.process.ProcessDraft.Setting;
import dev.reliability.internal.process.ProcessSupervisor;
import dev.reliability.internal.process.Supervisors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * A real operating-system process under test, with everything that it starts itself.
 *
 * <pre>{@code
 * @ReliabilityTarget("bookstore-api-blue")
 * static final ManagedProcess blue = ManagedProcess.command("java", "-jar", "bookstore.jar", "--port=8081")
 *         .name("bookstore-api-blue")
 *         .link("db.bookstore.example", "127.0.0.1:5432")
 *         .env("DB_URL", "jdbc:postgresql://${link.db.bookstore.example}/books")
 *         .readyWhen("http://127.0.0.1:8081/health")
 *         .build();
 * }</pre>
 *
 * <p>What is started ends when the test JVM ends, however that ends: by itself, by {@code System.exit}, by a signal, by
 * {@code kill -9}. A small guard process sees to it. Limits: nothing is ended while the test JVM is frozen, nor if JVM
 * and guard are killed at the same instant; processes left by the latter have {@code RELIABILITY_PROCESS} in their
 * environment. A frozen test JVM reads no output and forwards no link either.
 *
 * <p>All operations act on the whole process tree. On Linux that includes daemons that left it; elsewhere only
 * descendants are found. Standard input is empty. The program runs without a shell. Safe for use by several threads:
 * {@link #kill()}, {@link #terminate()} and {@link #close()} do not wait for a {@link #start()} in progress but make it
 * fail.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ManagedProcess implements AutoCloseable {

    static {
        Supervisors.allow(process -> ((ManagedProcess) process).supervisor);
    }

    private final ProcessSupervisor supervisor;

    private ManagedProcess(Builder builder) {
        Map<String, Supplier<String>> env = new LinkedHashMap<>();
        builder.env.forEach((name, value) -> env.put(name, () -> value.apply(this)));
        supervisor = new ProcessSupervisor(builder.draft.check(env));
    }

    /** Describes a process by its program and arguments, which are passed as they are: no shell reads them. */
    public static Builder command(String... command) {
        return new Builder(Arrays.asList(command));
    }

    /** Describes a process by its program and arguments, which are passed as they are: no shell reads them. */
    public static Builder command(List<String> command) {
        return new Builder(command);
    }

    /**
     * Starts the process and waits until it is ready; does nothing if it runs already.
     *
     * @throws IllegalStateException if it does not become ready in time, ends before, is stopped meanwhile, or if
     *     something else already answers where it should; the message holds the exit code and the last output. No
     *     process is left then
     */
    public void start() {
        supervisor.start();
    }

    /** Whether the process itself runs; a frozen one does. */
    public boolean isAlive() {
        return supervisor.isAlive();
    }

    /** Whether the process runs and what {@code readyWhen} asks for holds now; takes at most 2 s. */
    public boolean isReady() {
        return supervisor.isReady();
    }

    /**
     * The process id of the last start.
     *
     * @throws IllegalStateException if it was never started
     */
    public long pid() {
        return process().pid();
    }

    /** The name by which messages speak of it. */
    public String name() {
        return supervisor.spec().name();
    }

    /**
     * The process of the last start, ended or not.
     *
     * @throws IllegalStateException if it was never started
     */
    public ProcessHandle handle() {
        return process().toHandle();
    }

    /** The process and all that came from it and still runs, the process itself first; empty when nothing runs. */
    public List<ProcessHandle> tree() {
        return supervisor.handles();
    }

    /** The last 256 KiB of standard output and standard error, interleaved as they came, of all starts. */
    public String output() {
        return supervisor.output().text();
    }

    /**
     * What of {@link #output()} came lately.
     *
     * @param last how far back
     */
    public String output(Duration last) {
        return supervisor.output().ofLast(last);
    }

    /**
     * Kills the whole tree (SIGKILL). When it returns, all of it is gone and its ports are free.
     *
     * @throws IllegalStateException if something cannot be killed; the message names it
     */
    public void kill() {
        supervisor.stop(Duration.ZERO);
    }

    /**
     * Asks the whole tree to end (SIGTERM), and kills what is left after {@code stopGrace}. Frozen processes are thawed.
     * When it returns, all of it is gone and its ports are free. Windows knows no such request: there it kills.
     *
     * @throws IllegalStateException if something cannot be killed; the message names it
     */
    public void terminate() {
        supervisor.stop(supervisor.spec().stopGrace());
    }

    /**
     * Stops the whole tree in its tracks (SIGSTOP): it keeps its memory and its ports and answers nothing.
     *
     * @throws IllegalStateException if it does not run, or does not stop within 5 s
     * @throws UnsupportedOperationException on Windows
     */
    public void freeze() {
        supervisor.freeze();
    }

    /**
     * Lets the tree continue (SIGCONT); one that is not frozen stays as it is.
     *
     * @throws IllegalStateException if it does not run, or does not continue within 5 s
     * @throws UnsupportedOperationException on Windows
     */
    public void thaw() {
        supervisor.thaw();
    }

    /** {@linkplain #terminate() Terminates} the tree and {@linkplain #start() starts} it anew; links keep their ports. */
    public void restart() {
        supervisor.restart();
    }

    /** {@linkplain #terminate() Terminates} the tree and closes the links. It may be started again afterwards. */
    @Override
    public void close() {
        supervisor.close();
    }

    /**
     * The port of 127.0.0.1 by which the process reaches the dependency of that name. It stays the same until
     * {@link #close()}.
     *
     * @throws IllegalArgumentException if no such link was declared
     */
    public int linkPort(String name) {
        return supervisor.spec().links().port(name);
    }

    /** The declared links: name, and the upstream as {@code HOST:PORT}, in the order of declaration. */
    public Map<String, String> links() {
        Map<String, String> links = new LinkedHashMap<>();
        supervisor.spec().links().declarations().forEach(link -> links.put(link.name(), link.upstream()));
        return Collections.unmodifiableMap(links);
    }

    /** How many processes were started, restarts and failed starts included. */
    public int startCount() {
        return supervisor.starts();
    }

    @Override
    public String toString() {
        return supervisor.toString();
    }

    private Process process() {
        return supervisor
                .process()
                .orElseThrow(() -> new IllegalStateException("process " + name() + " was never started"));
    }

    /** Collects the description of a process; nothing is checked or touched before {@link #build()}. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public static final class Builder {

        private final ProcessDraft draft;
        private final Map<String, Function<ManagedProcess, String>> env = new LinkedHashMap<>();

        private Builder(List<String> command) {
            draft = new ProcessDraft(command);
        }

        /** The name by which messages speak of the process; by default the file name of the program. */
        public Builder name(String name) {
            draft.set(Setting.NAME, name);
            return this;
        }

        /** Sets an environment variable; <code>${link.NAME}</code> and <code>${link.NAME.port}</code> are replaced. */
        public Builder env(String name, String value) {
            draft.env(name, value);
            env.put(name, process -> value);
            return this;
        }

        /** Sets an environment variable to what the function gives at each start. */
        public Builder env(String name, Function<ManagedProcess, String> value) {
            draft.env(name, value);
            env.put(name, value);
            return this;
        }

        /** The working directory, which must exist; by default that of the test JVM. */
        public Builder directory(Path directory) {
            draft.set(Setting.DIRECTORY, directory);
            return this;
        }

        /**
         * Declares a dependency that the process reaches through a TCP link of the test JVM. Write
         * <code>${link.HOST}</code> ({@code 127.0.0.1:port}) or <code>${link.HOST.port}</code> in arguments and
         * environment values to tell the process where.
         *
         * @param host the name of the dependency, as attacks speak of it
         * @param upstream where it really is, {@code HOST:PORT} or {@code [IPV6]:PORT}
         */
        public Builder link(String host, String upstream) {
            draft.link(host, upstream);
            return this;
        }

        /**
         * When the process counts as ready: {@code http://…} or {@code https://…} (answers GET with 2xx),
         * {@code tcp://HOST:PORT} (accepts a connection), or {@code log:REGEX} (is found in a line of its output). By
         * default as soon as it runs.
         */
        public Builder readyWhen(String condition) {
            draft.set(Setting.READY_WHEN, condition);
            return this;
        }

        /** How long a start may take until the process is ready; 30 s by default, 1 ms to 24 h. */
        public Builder readyWithin(Duration limit) {
            draft.set(Setting.READY_WITHIN, limit);
            return this;
        }

        /** A file that receives all output; the first start empties it, restarts append. By default none. */
        public Builder output(Path file) {
            draft.set(Setting.OUTPUT, file);
            return this;
        }

        /** How long the process may take to end on request before it is killed; 10 s by default, 0 to 24 h. */
        public Builder stopGrace(Duration grace) {
            draft.set(Setting.STOP_GRACE, grace);
            return this;
        }

        /**
         * Checks the description; nothing is started yet.
         *
         * @throws IllegalArgumentException if something is wrong; the message lists all of it
         */
        public ManagedProcess build() {
            return new ManagedProcess(this);
        }
    }
}
