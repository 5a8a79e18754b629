package dev.reliability.internal.toxiproxy;

import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The back end of {@code toxiproxy://host:8474/NAME}. */
public final class ToxiproxyTargetProvider implements TargetProvider {

    static final String TOXICS = "toxics";

    private static final Pattern FORM =
            Pattern.compile("//(\\[[0-9A-Fa-f:.]+]|[^/:@\\s]+)(?::(\\d{1,5}))?/([^/?#\\s]+)");

    @Override
    public Set<String> schemes() {
        return Set.of("toxiproxy");
    }

    @Override
    public Target target(String name, Address address, TargetContext context) {
        return new ToxiproxyTarget(name, address, api(address));
    }

    private static ToxiproxyApi api(Address address) {
        Matcher matcher = FORM.matcher(address.value());
        if (!matcher.matches()) {
            throw new PlanException("\"" + address + "\" is not a proxy: write toxiproxy://host:8474/NAME");
        }
        String port = matcher.group(2) == null ? "8474" : matcher.group(2);
        return new ToxiproxyApi(URI.create("http://" + matcher.group(1) + ":" + port), matcher.group(3));
    }

    @Override
    public List<String> undo(UndoRecord record, TargetContext context) throws Exception {
        ToxiproxyApi api = api(record.address());
        List<String> ours = List.of(record.data().getOrDefault(TOXICS, "").split(","));
        for (String toxic : ours) {
            if (!toxic.isEmpty()) {
                api.remove(toxic);
            }
        }
        return left(api, ours);
    }

    /** Says which of these toxics are still there. */
    static List<String> left(ToxiproxyApi api, List<String> toxics) throws Exception {
        List<String> left = new ArrayList<>();
        api.proxy().ifPresent(proxy -> proxy.toxics().stream()
                .filter(toxics::contains)
                .map(toxic -> "toxic " + toxic + " of proxy " + api.name() + " is still there")
                .forEach(left::add));
        return left;
    }
}
