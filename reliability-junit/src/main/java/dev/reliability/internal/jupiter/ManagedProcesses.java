package dev.reliability.internal.jupiter;

import dev.reliability.internal.plan.Profile;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.local.Link;
import dev.reliability.local.ManagedProcess;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * Starts the processes that test classes declare, before their first {@code @BeforeEach}, and ends them with the class; those
 * of instance fields live as long as the instance. Links are opened at the same time.
 */
final class ManagedProcesses {

    private static final Namespace NAMESPACE = Namespace.create(ManagedProcesses.class);

    /** How many classes need a process that is running: one of a base class is that of each of its heirs. */
    private static final Map<ManagedProcess, Integer> USERS = new ConcurrentHashMap<>();

    private ManagedProcesses() {}

    /** A target that the profile knows is another system: the process that the test declares for it is not started. */
    static void startStatic(ExtensionContext context) {
        TestMembers members = TestMembers.of(context);
        if (!members.choosesProfileTooLate(perClass(context)).isEmpty()) {
            return;
        }
        Optional<Profile> profile = members.profile(context::getConfigurationParameter);
        for (Class<?> type : members.classes()) {
            for (Field field : TestMembers.fields(type, ReliabilityTarget.class)) {
                if (Modifier.isStatic(field.getModifiers()) && !TestMembers.decided(field, profile)) {
                    start(field, null, contextOf(type, context));
                }
            }
        }
    }

    /** Starts what a method returns, unless somebody did before; it lives as long as what the method belongs to. */
    static void startReturned(Member member, Object value, ExtensionContext context) {
        if (!(member instanceof Method method)) {
            return;
        }
        boolean ofClass = Modifier.isStatic(member.getModifiers()) || perClass(context);
        ExtensionContext owner = ofClass ? contextOf(context.getRequiredTestClass(), context) : context;
        if (value instanceof ManagedProcess process && process.startCount() == 0) {
            start(process, owner);
        } else if (value instanceof Link link) {
            TestLinks.openReturned(owner, method, link);
        }
    }

    private static boolean perClass(ExtensionContext context) {
        return context.getTestInstanceLifecycle()
                .filter(lifecycle -> lifecycle == Lifecycle.PER_CLASS)
                .isPresent();
    }

    static void startOfInstances(ExtensionContext context) {
        TestMembers members = TestMembers.of(context);
        boolean perClass = perClass(context);
        Optional<Profile> profile = members.profile(context::getConfigurationParameter);
        for (Class<?> type : members.classes()) {
            Optional<Object> instance = members.instanceOf(type);
            for (Field field : TestMembers.fields(type, ReliabilityTarget.class)) {
                boolean ofInstance = !Modifier.isStatic(field.getModifiers()) && instance.isPresent();
                if (ofInstance && !TestMembers.decided(field, profile)) {
                    start(field, instance.get(), perClass ? contextOf(type, context) : context);
                }
            }
        }
    }

    private static void start(Field field, @Nullable Object instance, ExtensionContext owner) {
        Object value;
        try {
            field.setAccessible(true);
            value = field.get(instance);
        } catch (IllegalAccessException e) {
            throw new ExtensionConfigurationException("cannot read " + TestMembers.name(field), e);
        }
        if (value instanceof ManagedProcess process) {
            start(process, owner);
        } else if (value != null && instance == null) {
            TestLinks.open(field, value);
        } else if (value != null) {
            TestLinks.openUntilEndOf(owner, field, value);
        }
    }

    private static void start(ManagedProcess process, ExtensionContext owner) {
        owner.getStore(NAMESPACE).getOrComputeIfAbsent(process, Started::new, Started.class);
    }

    /** Returns the class's own context, so that a process outlives the nested class or method that needed it first. */
    private static ExtensionContext contextOf(Class<?> type, ExtensionContext context) {
        ExtensionContext found = context;
        Optional<ExtensionContext> current = Optional.of(context);
        while (current.isPresent()) {
            ExtensionContext candidate = current.get();
            boolean ofClass = candidate.getTestMethod().isEmpty()
                    && candidate.getTestClass().filter(type::equals).isPresent();
            if (ofClass) {
                return candidate;
            }
            if (candidate.getTestMethod().isEmpty() && candidate.getTestClass().isPresent() && found == context) {
                found = candidate;
            }
            current = candidate.getParent();
        }
        return found;
    }

    /** JUnit before 5.13 closes only the one kind of resource, later ones prefer the other. */
    @SuppressWarnings("deprecation")
    private static final class Started implements CloseableResource, AutoCloseable {

        private final ManagedProcess process;

        Started(ManagedProcess process) {
            this.process = process;
            synchronized (process) {
                if (!USERS.containsKey(process)) {
                    process.start();
                }
                USERS.merge(process, 1, Integer::sum);
            }
        }

        @Override
        public void close() {
            synchronized (process) {
                if (USERS.merge(process, -1, Started::sumUnlessNone) == null) {
                    process.close();
                }
            }
        }

        private static @Nullable Integer sumUnlessNone(Integer users, Integer change) {
            int left = users + change;
            return left == 0 ? null : left;
        }
    }
}
