package dev.reliability.aws.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;

/**
 * A cloud whose books are the emulator's and whose machines are real: one that the books call stopped is powered off, one that they call
 * running is powered on, one that is rebooted goes down and comes up. Schedules fire, as those of EventBridge do, on a clock that can be
 * put forward. Only what it wrote into the books itself is looked at.
 */
public final class CloudInABox implements AutoCloseable {

    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("'at('uuuu-MM-dd'T'HH:mm:ss')'");
    private static final Pattern STARTS = Pattern.compile("\\{\"InstanceIds\":\\[\"(i-[0-9a-f]+)\"]}");
    private static final long EVERY = 100;

    private final Books books;
    private final Hardware machines;
    private final List<String> ids = new ArrayList<>();
    private final Map<String, String> states = new HashMap<>();
    private final List<String> fired = new ArrayList<>();
    private final Thread thread = new Thread(this::turn, "cloud-in-a-box");
    private volatile Duration ahead = Duration.ZERO;
    private volatile boolean closed;

    /**
     * Writes an instance for each of the machines into the books.
     *
     * @param proxy in front of the books, through which all calls come
     * @param machines which run; ended together with the cloud
     * @param names of the instances, in the order of the machines
     */
    public CloudInABox(Books books, Proxy proxy, Hardware machines, String... names) {
        this.books = books;
        this.machines = machines;
        for (String name : names) {
            String id = books.instance(name, machines.address(ids.size()));
            ids.add(id);
            states.put(id, "running");
        }
        proxy.onCall((action, body) -> {
            if (action.equals("RebootInstances")) {
                ids.stream().filter(body::contains).forEach(this::reboot);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the id of an instance, by the place of its name. */
    public String id(int machine) {
        return ids.get(machine);
    }

    /** Puts the clock of the schedules forward. */
    public void later(Duration more) {
        ahead = ahead.plus(more);
    }

    /** Returns the schedules that fired. */
    public synchronized List<String> fired() {
        return List.copyOf(fired);
    }

    private void turn() {
        while (!closed) {
            try {
                fire();
                follow();
                Thread.sleep(EVERY);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // the books are closed, or will be asked again
            }
        }
    }

    /** A machine takes a moment to do what the books say at once. */
    private synchronized void follow() {
        for (Instance instance :
                books.ec2().describeInstances(request -> request.instanceIds(ids)).reservations().stream()
                        .flatMap(reservation -> reservation.instances().stream())
                        .toList()) {
            String now = instance.state().nameAsString();
            if (!now.equals(states.put(instance.instanceId(), now))) {
                int machine = ids.indexOf(instance.instanceId());
                if (now.equals("running")) {
                    machines.powerOn(machine);
                } else {
                    machines.powerOff(machine);
                }
            }
        }
    }

    private synchronized void reboot(String id) {
        machines.reboot(ids.indexOf(id));
    }

    private synchronized void fire() {
        Instant now = Instant.now().plus(ahead);
        for (String id : ids) {
            for (GetScheduleResponse schedule : books.schedules(id)) {
                Instant due =
                        LocalDateTime.parse(schedule.scheduleExpression(), AT).toInstant(ZoneOffset.UTC);
                Matcher starts = STARTS.matcher(schedule.target().input());
                if (!now.isBefore(due)
                        && starts.matches()
                        && schedule.target().arn().endsWith(":ec2:startInstances")) {
                    books.ec2().startInstances(request -> request.instanceIds(starts.group(1)));
                    books.scheduler().deleteSchedule(request -> request.name(schedule.name()));
                    fired.add(schedule.name());
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        machines.close();
    }
}
