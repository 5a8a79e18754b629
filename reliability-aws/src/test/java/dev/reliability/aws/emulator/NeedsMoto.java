package dev.reliability.aws.emulator;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips a class where moto is not there. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsMoto.Condition.class)
public @interface NeedsMoto {

    final class Condition extends Need {

        Condition() {
            super(Moto.missing(), "moto is there");
        }
    }
}
