package dev.reliability.internal.cli;

import java.lang.reflect.Proxy;

/** Signals that would end a JVM at once, and with it whoever plays the rollbacks. */
final class Signals {
    private static final int USR1 = 10;
    private static final int USR2 = 12;
    private static final int SIGNALLED = 128;

    private Signals() {}

    /**
     * Ends the JVM in good order on SIGUSR1 and SIGUSR2, by which the Chaos Toolkit ends a run. Without effect where there are no
     * such signals. The flight recorder sends itself SIGUSR2: where it runs, that signal is its own.
     */
    static void endOnThoseOfUsers() {
        end("USR1", USR1);
        if (!recordsFlight()) {
            end("USR2", USR2);
        }
    }

    private static void end(String name, int number) {
        try {
            // the module of these types is there in every JDK, but compilers warn of each mention
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ending = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, given) -> {
                        if (method.getName().equals("handle") && (number == USR1 || !recordsFlight())) {
                            System.exit(SIGNALLED + number);
                        }
                        return null;
                    });
            Object user = signal.getConstructor(String.class).newInstance(name);
            Object unused = signal.getMethod("handle", signal, handler).invoke(null, user, ending);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // then the signal does what it always did
        }
    }

    /** Not every JDK has a flight recorder. */
    private static boolean recordsFlight() {
        try {
            return Boolean.TRUE.equals(Class.forName("jdk.jfr.FlightRecorder")
                    .getMethod("isInitialized")
                    .invoke(null));
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
