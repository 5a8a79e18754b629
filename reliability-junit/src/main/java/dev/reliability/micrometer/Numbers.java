package dev.reliability.micrometer;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as people read them. */
final class Numbers {

    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Numbers() {}

    static String words(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return String.valueOf(number);
        }
        BigDecimal exact = BigDecimal.valueOf(number);
        BigDecimal rounded = number == Math.rint(number) ? exact : exact.round(THREE_DIGITS);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
