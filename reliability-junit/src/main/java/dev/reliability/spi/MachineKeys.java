package dev.reliability.spi;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Keys of machines in {@link Target#resources()}, which every back end writes in the same way: one that knows a machine as an
 * instance of a cloud and one that logs in to it then know that it is the same.
 *
 * <pre>{@code
 * public Set<String> resources() {
 *     Set<String> keys = new TreeSet<>(MachineKeys.of(List.of("i-0abc1234def567890", "10.0.1.5", "203.0.113.7")));
 *     keys.add(address().toString());
 *     return keys;
 * }
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class MachineKeys {

    private static final String MACHINE = "machine ";

    private static final List<AddressRange> LOOPBACK =
            Stream.of("127.0.0.0/8", "::1").map(AddressRange::parse).toList();

    private static final List<AddressRange> PRIVATE = Stream.of(
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "100.64.0.0/10",
                    "169.254.0.0/16",
                    "198.18.0.0/15",
                    "fc00::/7",
                    "fe80::/10")
            .map(AddressRange::parse)
            .toList();

    private MachineKeys() {}

    /**
     * Returns the keys of one machine.
     *
     * @param names what it is called: the id that its cloud gave it, the IP addresses and DNS names at which it is reached. What
     *     leads back to whoever uses it ({@code localhost}, loopback addresses) tells machines apart no more than an empty text
     *     does, and has no key
     */
    public static Set<String> of(Collection<String> names) {
        Set<String> keys = new TreeSet<>();
        for (String name : names) {
            String written = name.strip().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
            if (AddressRange.looksLike(written)) {
                AddressRange address = AddressRange.parse(written);
                if (LOOPBACK.stream().noneMatch(range -> range.contains(address))) {
                    keys.add(MACHINE + address);
                }
            } else if (!written.isEmpty() && !written.equals("localhost")) {
                keys.add(MACHINE + written);
            }
        }
        return keys;
    }

    /**
     * Tells whether a key is a private address, which two machines in two networks may have. Experiments on them exclude each
     * other, to be safe; the guards of profiles count them as two, to be safe as well.
     */
    public static boolean ambiguous(String key) {
        String name = key.startsWith(MACHINE) ? key.substring(MACHINE.length()) : "";
        return AddressRange.looksLike(name)
                && PRIVATE.stream().anyMatch(range -> range.contains(AddressRange.parse(name)));
    }
}
