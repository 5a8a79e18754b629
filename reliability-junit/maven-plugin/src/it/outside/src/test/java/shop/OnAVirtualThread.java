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
                        console.invoke(null, (Object) arguments);
                    } catch (ReflectiveOperationException e) {
                        e.printStackTrace();
                        System.exit(99);
                    }
                }))
                .join();
    }
}
