package dev.reliability.micrometer;

/** What a value must not be above, or below. */
record Limit(double value, boolean most) {

    boolean allows(double seen) {
        return most ? seen <= value : seen >= value;
    }

    String words() {
        return (most ? "at most " : "at least ") + Numbers.words(value);
    }
}
