package dev.reliability.internal.engine;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.chaostoolkit.system.DeclaredSystem;
import dev.reliability.internal.jupiter.TestLinks;
import dev.reliability.internal.jupiter.TestMembers;
import dev.reliability.internal.plan.Profile;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.local.ManagedProcess;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;

/** What a class declares beside its experiment files: processes, addresses and values. */
final class ClassSystem {

    private final Class<?> type;
    private final Deque<ManagedProcess> started = new ArrayDeque<>();

    ClassSystem(Class<?> type) {
        this.type = type;
    }

    /** Starts the processes in the order in which they are written, but for those whose names the profile knows. */
    void start(Function<String, Optional<String>> parameters) {
        Optional<Profile> profile = TestMembers.of(type).profile(parameters);
        for (Field field : TestMembers.fields(type, ReliabilityTarget.class)) {
            if (!Modifier.isStatic(field.getModifiers()) || TestMembers.decided(field, profile)) {
                continue;
            }
            Object value = read(field);
            if (value instanceof ManagedProcess process) {
                started.push(process);
                process.start();
            }
            TestLinks.open(field, value);
        }
    }

    /** Starts what a method returns, unless somebody did before. */
    private void startReturned(Member member, Object value) {
        TestLinks.open(member, value);
        if (member instanceof Method && value instanceof ManagedProcess process && process.startCount() == 0) {
            started.push(process);
            process.start();
        }
    }

    /** Ends the processes, the last one first. */
    void end() {
        RuntimeException failure = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Object read(Field field) {
        try {
            field.setAccessible(true);
            return Optional.ofNullable(field.get(null))
                    .orElseThrow(() -> new IllegalStateException(field + " is null"));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read " + field, e);
        }
    }

    DeclaredSystem declared(String title, String journal, Function<String, Optional<String>> parameters) {
        ExperimentBuilder builder = Reliability.experiment(title);
        TestMembers.of(type).contributeTo(builder, parameters, this::startReturned);
        Experiment members = builder.build();
        return new DeclaredSystem(title, journal, members.targets(), members.properties(), parameters);
    }
}
