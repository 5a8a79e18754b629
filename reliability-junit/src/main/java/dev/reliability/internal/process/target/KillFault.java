package dev.reliability.internal.process.target;

import dev.reliability.internal.process.ProcessId;
import dev.reliability.internal.process.Signals;
import dev.reliability.internal.process.Thaw;
import dev.reliability.internal.time.Threads;
import dev.reliability.spi.Address;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.UndoRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends a signal to the target process, or to those of its tree whose command line matches. Whoever was stopped goes on at
 * the revert, or when its thaw, a process of its own, sees that this JVM is gone or that the time is over.
 */
final class KillFault implements Fault {

    static final String STOPPED = "stopped";

    private final Victim victim;
    private final Address address;
    private final Matcher matcher;
    private final String signal;
    private final Optional<Duration> repeatEvery;
    private final Duration atMost;
    private final Set<ProcessId> first = new LinkedHashSet<>();
    private final Set<ProcessId> stopped = new LinkedHashSet<>();
    private int sent;
    private long begun;
    private boolean bitten;
    private boolean ended;
    private @Nullable IOException failedRepetition;
    private @Nullable Future<?> repetition;
    private final List<Thaw> thaws = new ArrayList<>();

    KillFault(
            Victim victim,
            Address address,
            Matcher matcher,
            String signal,
            Optional<Duration> repeatEvery,
            Duration atMost) {
        this.victim = victim;
        this.address = address;
        this.matcher = matcher;
        this.signal = signal;
        this.repeatEvery = repeatEvery;
        this.atMost = atMost;
    }

    @Override
    public String description() {
        return "process kill of " + victim.name() + matcher.words();
    }

    @Override
    public UndoRecord undo() {
        String ids = stops()
                ? matcher.matching(victim).stream()
                        .map(id -> id.pid() + ":" + id.start())
                        .collect(Collectors.joining(","))
                : "";
        return new UndoRecord(description(), address, Map.of(STOPPED, ids));
    }

    private boolean stops() {
        return signal.equals("STOP");
    }

    @Override
    public Optional<String> alreadySo() {
        return victim.alreadySo().or(() -> alreadyHurt(matcher.matching(victim)));
    }

    private Optional<String> alreadyHurt(List<ProcessId> victims) {
        if (victims.isEmpty()) {
            return Optional.of("no process of " + victim.name() + matcher.words() + " ran any more");
        }
        List<ProcessId> before = victims.stream().filter(Victim::isStopped).toList();
        return before.isEmpty()
                ? Optional.empty()
                : Optional.of("process " + pids(before) + " of " + victim.name() + " was stopped already");
    }

    @Override
    public synchronized void inject() throws Exception {
        List<ProcessId> victims = matcher.matching(victim);
        first.addAll(victims);
        begun = System.nanoTime();
        send(victims);
        repeatEvery.ifPresent(interval -> repetition = Threads.timer()
                .scheduleWithFixedDelay(
                        () -> Threads.backEnds().execute(this::sendAgain),
                        interval.toMillis(),
                        interval.toMillis(),
                        TimeUnit.MILLISECONDS));
    }

    private synchronized void sendAgain() {
        if (ended) {
            return;
        }
        try {
            send(matcher.matching(victim));
        } catch (IOException e) {
            failedRepetition = e;
        }
    }

    private void send(List<ProcessId> victims) throws IOException {
        List<ProcessId> alive = victims.stream().filter(ProcessId::isAlive).toList();
        if (alive.isEmpty()) {
            return;
        }
        if (stops()) {
            armThaw(alive);
            stopped.addAll(alive);
        }
        Signals.send(alive.stream().map(ProcessId::pid).toList(), signal);
        sent += alive.size();
    }

    /** Nobody is stopped who would not go on without this JVM; a repetition may find processes that are new. */
    private void armThaw(List<ProcessId> alive) throws IOException {
        List<ProcessId> unarmed =
                alive.stream().filter(id -> !stopped.contains(id)).toList();
        Duration left = atMost.minusNanos(System.nanoTime() - begun);
        if (!unarmed.isEmpty()) {
            thaws.add(Thaw.arm(unarmed, left.toMillis() > 0 ? left : Duration.ofMillis(1)));
        }
    }

    @Override
    public synchronized Evidence evidence() {
        if (first.isEmpty()) {
            return Evidence.none("hit nothing", "no process" + matcher.words() + " ran");
        }
        List<ProcessId> unhurt = first.stream().filter(this::isUnhurt).toList();
        bitten = bitten || unhurt.isEmpty();
        String pids = pids(unhurt.isEmpty() ? first : unhurt);
        Evidence evidence = unhurt.isEmpty()
                ? Evidence.bite((stops() ? "stopped: process " : "gone: process ") + pids)
                : Evidence.none("had no effect", "process " + pids + " still runs after signal " + signal);
        Evidence counted = evidence.with("signals sent", sent);
        return failedRepetition == null ? counted : counted.with("failed repetition", failedRepetition.toString());
    }

    private boolean isUnhurt(ProcessId id) {
        if (!id.isAlive()) {
            return stops();
        }
        return !stops() || !Victim.isStopped(id);
    }

    private static String pids(Iterable<ProcessId> ids) {
        List<String> pids = new ArrayList<>();
        ids.forEach(id -> pids.add(String.valueOf(id.pid())));
        return String.join(", ", pids);
    }

    @Override
    public synchronized Optional<String> lost() {
        boolean thawed = System.nanoTime() - begun >= atMost.toNanos();
        if (!stops() || !bitten || ended || thawed || repeatEvery.isPresent()) {
            return Optional.empty();
        }
        List<ProcessId> going =
                first.stream().filter(ProcessId::isAlive).filter(this::isUnhurt).toList();
        return going.isEmpty() ? Optional.empty() : Optional.of("process " + pids(going) + " goes on");
    }

    @Override
    public synchronized void revert() {
        ended = true;
        if (repetition != null) {
            repetition.cancel(false);
        }
        goOn(stopped);
        thaws.forEach(Thaw::close);
        victim.startAgain();
    }

    /** Lets stopped processes go on, those that are still the same. */
    static void goOn(Iterable<ProcessId> ids) {
        List<Long> alive = new ArrayList<>();
        ids.forEach(id -> {
            if (id.isAlive()) {
                alive.add(id.pid());
            }
        });
        Signals.send(alive, "CONT");
    }

    @Override
    public synchronized List<String> residue() {
        List<String> left = new ArrayList<>(stillStopped(stopped));
        victim.down().ifPresent(left::add);
        return left;
    }

    static List<String> stillStopped(Iterable<ProcessId> ids) {
        List<String> left = new ArrayList<>();
        ids.forEach(id -> {
            if (id.isAlive() && Victim.isStopped(id)) {
                left.add("process " + id.pid() + " is still stopped");
            }
        });
        return left;
    }

    @Override
    public Optional<String> remedy() {
        return Optional.of(
                stopped.isEmpty()
                        ? victim.remedy()
                        : "kill -s CONT " + pids(stopped).replace(",", ""));
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(10);
    }

    @Override
    public Duration retryInterval() {
        return Duration.ofMillis(50);
    }

    @Override
    public Duration expectedTimeToHeal() {
        return Duration.ofSeconds(2);
    }

    @Override
    public boolean excludes(Fault other) {
        return matcher.isTargetItself() || other instanceof KillFault;
    }
}
