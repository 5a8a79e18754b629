package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as a journal can hold them: JSON knows no bytes, and its readers choke on NaN. */
final class Storable {
    private Storable() {}

    static @Nullable Object of(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return number.toString();
        }
        if (value instanceof List<?> list) {
            return Values.list(list, Storable::of);
        }
        if (value instanceof Map<?, ?> map) {
            return Values.map(map, Storable::of);
        }
        return value;
    }
}
