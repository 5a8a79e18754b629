package dev.reliability.internal.classfile;

/** Tells which libraries that nobody has to have are there. */
public final class Libraries {

    private Libraries() {}

    /** Tells whether a library is there, by one of its types. Nothing of it is initialised. */
    public static boolean has(String type) {
        try {
            Class<?> unused = Class.forName(type, false, Libraries.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
