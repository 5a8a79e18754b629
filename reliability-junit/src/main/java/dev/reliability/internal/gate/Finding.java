package dev.reliability.internal.gate;

/**
 * One reason for which the gate stays closed.
 *
 * @param subject the test, class or file that it is about
 * @param problem what is wrong with it and what to do, as the end of the sentence
 */
record Finding(String subject, String problem) {

    @Override
    public String toString() {
        return subject + " " + problem;
    }
}
