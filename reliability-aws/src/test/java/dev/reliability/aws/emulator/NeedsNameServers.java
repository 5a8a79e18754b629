package dev.reliability.aws.emulator;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips a class where moto or PowerDNS is not there. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsNameServers.Condition.class)
public @interface NeedsNameServers {

    final class Condition extends Need {

        private static final Optional<String> MISSING = Moto.missing()
                .or(() -> succeeds("pdns_server", "--no-config", "--launch=bind", "--config=check")
                        ? Optional.empty()
                        : Optional.of("PowerDNS with zone files (packages pdns-server, pdns-backend-bind)"));

        Condition() {
            super(MISSING, "moto and PowerDNS are there");
        }
    }
}
