package dev.reliability.internal.signal;

import dev.reliability.internal.dns.DnsAnswer;
import dev.reliability.internal.dns.DnsLookup;
import dev.reliability.spi.Signal;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Who serves is who a DNS name points to, by address or by alias. */
final class DnsSignal implements Signal {

    static final Duration INTERVAL = Duration.ofMillis(100);

    private final DnsLookup lookup;

    DnsSignal(DnsLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Reading read(Duration timeout) throws Exception {
        DnsAnswer answer = answer(timeout);
        Set<String> identities = new LinkedHashSet<>(answer.aliases());
        answer.addresses().stream().map(InetAddress::getHostAddress).forEach(identities::add);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("ttl-seconds", answer.ttlSeconds());
        details.put("servers", answer.servers());
        if (!answer.silent().isEmpty()) {
            details.put("silent", answer.silent());
        }
        return new Reading(identities, details);
    }

    private DnsAnswer answer(Duration timeout) throws IOException, InterruptedException {
        try {
            return lookup.ask(timeout).get(timeout.toMillis() + 100, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer for " + lookup.name() + " in time", e);
        }
    }
}
