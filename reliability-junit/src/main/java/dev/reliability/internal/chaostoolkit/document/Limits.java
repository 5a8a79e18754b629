package dev.reliability.internal.chaostoolkit.document;

/**
 * What a file may cost at most, whatever it holds.
 *
 * @param bytes size of the file
 * @param nodes values in it, those that aliases repeat counted again
 * @param depth levels of nesting
 */
public record Limits(long bytes, int nodes, int depth) {
    /** Of a whole number; as many as Python reads. */
    static final int DIGITS = 4300;

    /** Far above any experiment seen in public, far below what hurts a build. */
    public static final Limits DEFAULT = new Limits(4L << 20, 200_000, 100);
}
