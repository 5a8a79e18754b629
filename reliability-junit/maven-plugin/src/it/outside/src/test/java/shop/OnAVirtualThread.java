package shop;

import java.lang.reflect.Method;

/** Runs JUnit's console on a virtual thread. */
public final class OnAVirtualThread {

    private OnAVirtualThread() {}

    public static void main(String[] arguments) throws Exception {
        Method console = Class.forName("org.junit.platform.console.ConsoleLauncher").getMethod("main", String[].class);
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        ((Thread) start.invoke(null, (Runnable) () -> {
                    try {
                        Pinning.once();
                        console.invoke(null, (Object) arguments);
                    } catch (ReflectiveOperationException e) {
                        e.printStackTrace();
                        System.exit(99);
                    }
                }))
                .join();
    }

    /** Keeps its carrier while it waits, as whatever does so in the initializer of a class: a recording must show it. */
    private static final class Pinning {

        static {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        static void once() {}
    }
}
