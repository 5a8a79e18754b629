package dev.reliability.aws.internal.function;

import dev.reliability.spi.FunctionFailedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** Turns what the SDK returns into what the Python functions return, and arguments into what the SDK takes: members by their names in the API. */
final class Pojos {

    private Pojos() {}

    /** Returns a whole answer, with the part that says which request it was. */
    static Map<String, @Nullable Object> answer(AwsResponse response) {
        Map<String, @Nullable Object> answer = map(response);
        Map<String, @Nullable Object> about = new LinkedHashMap<>();
        about.put("RequestId", response.responseMetadata().requestId());
        about.put("HTTPStatusCode", response.sdkHttpResponse().statusCode());
        answer.put("ResponseMetadata", about);
        return answer;
    }

    static Map<String, @Nullable Object> map(SdkPojo pojo) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = field.getValueOrDefault(pojo);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                map.put(field.memberName(), value(value));
            }
        }
        return map;
    }

    static List<Map<String, @Nullable Object>> list(List<? extends SdkPojo> pojos) {
        return pojos.stream().map(Pojos::map).collect(Collectors.toCollection(ArrayList::new));
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof SdkPojo pojo) {
            return map(pojo);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Pojos::value).collect(Collectors.toCollection(ArrayList::new));
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, one) -> copy.put(String.valueOf(key), value(one)));
            return copy;
        }
        if (value instanceof SdkBytes bytes) {
            return Base64.getEncoder().encodeToString(bytes.asByteArray());
        }
        return value instanceof Instant ? value.toString() : value;
    }

    /**
     * Makes objects of an argument that is a list of them.
     *
     * @param argument name of the argument, for messages
     * @param type class of the objects
     * @param builder makes an empty builder of such an object
     * @throws FunctionFailedException if one has another form
     */
    static <T> List<T> read(
            String argument,
            @Nullable Object value,
            Class<T> type,
            java.util.function.Supplier<? extends SdkPojo> builder) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(argument, "a list of objects", value);
        }
        List<T> all = new ArrayList<>();
        for (Object one : list) {
            all.add(type.cast(object(argument, one, builder.get())));
        }
        return all;
    }

    private static Object object(String argument, @Nullable Object value, SdkPojo builder) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(argument, "an object", value);
        }
        Set<String> known =
                builder.sdkFields().stream().map(SdkField::memberName).collect(Collectors.toCollection(TreeSet::new));
        map.keySet().stream().filter(key -> !known.contains(key)).findFirst().ifPresent(key -> {
            throw new FunctionFailedException(
                    "the argument '" + argument + "' has no member '" + key + "', but " + String.join(", ", known));
        });
        for (SdkField<?> field : builder.sdkFields()) {
            Object member = map.get(field.memberName());
            if (member != null) {
                field.set(builder, member(argument + "." + field.memberName(), member, field));
            }
        }
        return ((Buildable) builder).build();
    }

    private static Object member(String argument, Object value, SdkField<?> field) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            return object(argument, value, field.constructor().get());
        }
        if (type == MarshallingType.LIST) {
            SdkField<?> element = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
            if (!(value instanceof List<?> list)) {
                throw wrong(argument, "a list", value);
            }
            return list.stream().map(one -> member(argument, one, element)).toList();
        }
        if (type == MarshallingType.INSTANT) {
            return instant(argument, value);
        }
        if (type == MarshallingType.BOOLEAN && value instanceof Boolean) {
            return value;
        }
        if (type == MarshallingType.STRING && (value instanceof String || value instanceof Number)) {
            return String.valueOf(value);
        }
        if (value instanceof Number number) {
            if (type == MarshallingType.INTEGER) {
                return number.intValue();
            }
            if (type == MarshallingType.LONG) {
                return number.longValue();
            }
            if (type == MarshallingType.DOUBLE) {
                return number.doubleValue();
            }
        }
        throw wrong(argument, "of another type", value);
    }

    private static Instant instant(String argument, Object value) {
        try {
            return value instanceof Number seconds
                    ? Instant.ofEpochSecond(seconds.longValue())
                    : OffsetDateTime.parse(String.valueOf(value)).toInstant();
        } catch (DateTimeException e) {
            throw wrong(argument, "a time such as 2026-02-03T04:05:06Z", value);
        }
    }

    private static FunctionFailedException wrong(String argument, String expected, @Nullable Object value) {
        return new FunctionFailedException("the argument '" + argument + "' must be " + expected + ", got " + value);
    }
}
