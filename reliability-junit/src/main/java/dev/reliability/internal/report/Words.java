package dev.reliability.internal.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/** Numbers as reports print them, in every country alike. */
final class Words {

    private Words() {}

    /** Prints seconds: {@code 42.1 s}, {@code 250 ms}, {@code 0 s}. */
    static String seconds(double seconds) {
        if (seconds != 0 && Math.abs(seconds) < 1) {
            return Math.round(seconds * 1000) + " ms";
        }
        return plain(seconds, 1) + " s";
    }

    static String seconds(OptionalDouble seconds, String otherwise) {
        return seconds.isPresent() ? seconds(seconds.getAsDouble()) : otherwise;
    }

    /** Prints milliseconds: {@code 0.4 ms}, {@code 120 ms}, {@code 3 s}. */
    static String millis(double millis) {
        return millis >= 1000 ? plain(millis / 1000, 2) + " s" : plain(millis, millis < 10 ? 1 : 0) + " ms";
    }

    static String percent(double share) {
        return plain(share * 100, 2) + " %";
    }

    /** Prints a number with at most so many digits after its point, and none that says nothing. */
    static String plain(double number, int digits) {
        long whole = Math.round(number);
        if (whole == number) {
            return Long.toString(whole);
        }
        BigDecimal rounded = BigDecimal.valueOf(number).setScale(digits, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
