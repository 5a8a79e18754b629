package dev.reliability.internal.chaostoolkit.provider;

import dev.reliability.internal.chaostoolkit.value.PythonText;
import java.util.Optional;
import java.util.regex.Pattern;

/** Arguments as one text, which a shell interprets: values from outside of the file must not become its commands. */
public final class ShellText {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./ -]*");

    private ShellText() {}

    /** What is wrong with a text of arguments, without the value that is; nothing when it may be run. */
    public static Optional<String> check(String template, RunScope scope) {
        for (Object value : scope.foreign().valuesIn(template)) {
            if (!PLAIN.matcher(PythonText.str(value)).matches()) {
                return Optional.of(
                        "a value from the environment, a secret, a probe or an override holds characters that the"
                                + " shell interprets; write the arguments as a list, which needs no shell");
            }
        }
        return Optional.empty();
    }
}
