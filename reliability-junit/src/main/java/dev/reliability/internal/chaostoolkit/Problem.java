package dev.reliability.internal.chaostoolkit;

/**
 * One rule that an experiment file breaks.
 *
 * @param file the file as the user named it
 * @param line the line of the node, from 1; 0 where there is none
 * @param pointer JSON pointer (RFC 6901) of the node; empty for the whole document
 * @param rule what is wrong and what is allowed, in one sentence
 */
public record Problem(String file, int line, String pointer, String rule) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + " " + (pointer.isEmpty() ? "(document)" : pointer) + ": " + rule;
    }
}
