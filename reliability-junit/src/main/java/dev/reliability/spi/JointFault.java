package dev.reliability.spi;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The same fault on each of several things that one target stands for: it bit only if it bit each of them, and is gone only when it
 * is gone from each.
 *
 * <pre>{@code
 * public Fault plan(FaultRequest request) {
 *     return JointFault.of(request.kind() + " of " + name, address, hosts.stream()
 *             .map(host -> new JointFault.Part(host.name(), host.plan(request)))
 *             .toList());
 * }
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class JointFault implements Fault {

    private static final String PART = "part.";
    private static final String ADDRESS = "address";
    private static final String DATA = "data.";

    private final String description;
    private final Address address;
    private final List<Part> parts;

    private JointFault(String description, Address address, List<Part> parts) {
        this.description = description;
        this.address = address;
        this.parts = List.copyOf(parts);
    }

    /**
     * One of them.
     *
     * @param name the name of the thing that is hit, for words and figures: {@code instance i-0abc}
     * @param fault what hits it
     */
    public record Part(String name, Fault fault) {}

    /**
     * Joins faults.
     *
     * @param description what is done to what
     * @param address the target that they have in common; its provider undoes the record, see {@link #parts(UndoRecord)}
     * @throws IllegalArgumentException if there is no part
     */
    public static Fault of(String description, Address address, List<Part> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(description + " has no part");
        }
        return new JointFault(description, address, parts);
    }

    /** Returns the records of the parts, where a record is that of a joint fault; empty, where it is that of another. */
    public static List<UndoRecord> parts(UndoRecord record) {
        Map<Integer, Map<String, String>> data = new TreeMap<>();
        record.data().forEach((key, value) -> {
            if (key.startsWith(PART)) {
                String[] words = key.substring(PART.length()).split("\\.", 2);
                data.computeIfAbsent(Integer.valueOf(words[0]), number -> new HashMap<>())
                        .put(words[1], value);
            }
        });
        return data.values().stream()
                .map(words -> new UndoRecord(
                        record.fault(), Address.parse(String.valueOf(words.remove(ADDRESS))), withoutPrefix(words)))
                .toList();
    }

    private static Map<String, String> withoutPrefix(Map<String, String> words) {
        return words.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().substring(DATA.length()), Map.Entry::getValue));
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public List<String> effects() {
        return Stream.concat(
                        Stream.of("In each of " + parts.size() + ": " + String.join(", ", names())),
                        parts.stream().flatMap(part -> part.fault().effects().stream()))
                .distinct()
                .toList();
    }

    private List<String> names() {
        return parts.stream().map(Part::name).toList();
    }

    @Override
    public OptionalInt takes() {
        return OptionalInt.of(parts.size());
    }

    @Override
    public Set<Right> rights() {
        return parts.stream().flatMap(part -> part.fault().rights().stream()).collect(Collectors.toSet());
    }

    @Override
    public Optional<Floor> floor() {
        return parts.stream()
                .map(Part::fault)
                .map(Fault::floor)
                .flatMap(Optional::stream)
                .max(Comparator.comparing(Floor::least));
    }

    @Override
    public UndoRecord undo() {
        Map<String, String> data = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            UndoRecord one = parts.get(i).fault().undo();
            String part = PART + i + ".";
            data.put(part + ADDRESS, one.address().toString());
            one.data().forEach((name, value) -> data.put(part + DATA + name, value));
        }
        return new UndoRecord(description, address, data);
    }

    @Override
    public void prepare() throws Exception {
        Each.run(parts, part -> part.fault().prepare());
    }

    @Override
    public boolean preparesTarget() {
        return any(Fault::preparesTarget);
    }

    @Override
    public Optional<String> alreadySo() throws Exception {
        List<String> so = ask(part -> part.fault().alreadySo().map(what -> part.name() + ": " + what)).stream()
                .flatMap(Optional::stream)
                .toList();
        return so.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", so));
    }

    @Override
    public void inject() throws Exception {
        Each.run(parts, part -> part.fault().inject());
    }

    @Override
    public Evidence evidence() throws Exception {
        return Evidence.joined(names(), ask(part -> part.fault().evidence()));
    }

    @Override
    public Optional<String> lost() {
        return parts.stream()
                .flatMap(part -> part.fault().lost().map(why -> part.name() + ": " + why).stream())
                .findFirst();
    }

    @Override
    public void revert() throws Exception {
        Each.run(parts, part -> part.fault().revert());
    }

    @Override
    public List<String> residue() throws Exception {
        return ask(JointFault::residue).stream().flatMap(List::stream).toList();
    }

    private static List<String> residue(Part part) {
        try {
            return part.fault().residue().stream()
                    .map(what -> part.name() + ": " + what)
                    .toList();
        } catch (Exception e) {
            return List.of("unknown, since " + part.name() + " cannot be asked: " + e.getMessage());
        }
    }

    @Override
    public List<String> stays() {
        return parts.stream()
                .flatMap(part -> part.fault().stays().stream().map(what -> part.name() + ": " + what))
                .toList();
    }

    @Override
    public Optional<String> remedy() {
        Set<String> remedies = new LinkedHashSet<>();
        parts.forEach(part -> part.fault().remedy().ifPresent(remedies::add));
        return remedies.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", remedies));
    }

    @Override
    public Duration expectedTimeToHeal() {
        return longest(Fault::expectedTimeToHeal);
    }

    @Override
    public boolean mayHeal() {
        return any(Fault::mayHeal);
    }

    @Override
    public Duration timeToProve() {
        return longest(Fault::timeToProve);
    }

    @Override
    public boolean awaitsTraffic() {
        return any(Fault::awaitsTraffic);
    }

    @Override
    public boolean answersAtOnce() {
        return !any(fault -> !fault.answersAtOnce());
    }

    @Override
    public Duration evidenceInterval() {
        return longest(Fault::evidenceInterval);
    }

    @Override
    public Duration retryInterval() {
        return longest(Fault::retryInterval);
    }

    @Override
    public boolean excludes(Fault other) {
        return any(fault -> other instanceof JointFault joint ? joint.any(fault::excludes) : fault.excludes(other));
    }

    private boolean any(Predicate<Fault> test) {
        return parts.stream().map(Part::fault).anyMatch(test);
    }

    private Duration longest(Function<Fault, Duration> of) {
        return parts.stream()
                .map(Part::fault)
                .map(of)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private interface Question<R> {
        R of(Part part) throws Exception;
    }

    private <R> List<R> ask(Question<R> question) throws InterruptedException {
        return Each.map(parts, part -> {
            try {
                return question.of(part);
            } catch (Exception e) {
                throw new IllegalStateException(part.name() + ": " + e.getMessage(), e);
            }
        });
    }
}
