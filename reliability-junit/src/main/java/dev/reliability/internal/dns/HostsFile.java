package dev.reliability.internal.dns;

import dev.reliability.spi.AddressRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names in a hosts file, and their addresses in the order of its lines. */
record HostsFile(Map<String, List<InetAddress>> entries) {

    static HostsFile parse(String text) {
        Map<String, List<InetAddress>> entries = new HashMap<>();
        for (String line : text.split("\\R", -1)) {
            int comment = line.indexOf('#');
            String[] words =
                    (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1);
            if (words.length > 1) {
                Optional<InetAddress> address = literal(words[0]);
                for (int i = 1; i < words.length && address.isPresent(); i++) {
                    entries.computeIfAbsent(words[i].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                            .add(address.get());
                }
            }
        }
        return new HostsFile(entries);
    }

    /** Returns the addresses of a name, or none. */
    List<InetAddress> addresses(String name) {
        return entries.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** Reads an IP address, with its scope if it has one; asks nobody. */
    static Optional<InetAddress> literal(String text) {
        int scope = text.indexOf('%');
        String bare = scope < 0 ? text : text.substring(0, scope);
        if (bare.contains("/") || !AddressRange.looksLike(bare)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
