package dev.reliability.internal.gate;

import dev.reliability.internal.gate.GateOptions.UsageException;
import dev.reliability.internal.report.Coverage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which kinds of fault must be proven on which of the targets that are declared or were attacked.
 *
 * @param minimum on how many; empty for a share
 * @param share on which part of them, in percent, where there is no number
 * @param kind which kind of fault; empty for each
 * @param target whole names of targets; empty for each
 * @param dependency whole names of what they depend on; empty for the targets as a whole
 */
record ExpectedCoverage(
        Optional<Integer> minimum,
        int share,
        Optional<String> kind,
        Optional<Pattern> target,
        Optional<Pattern> dependency) {

    private static final int ALL = 100;

    /** How many of those that nobody has tried are named. */
    private static final int NAMED = 10;

    /** Patterns may hold what separates the parts, unless one looks like the begin of another part. */
    private static final Pattern BETWEEN_PARTS = Pattern.compile(";(?=(?:minimum|kind|target|dependency)=)");

    /**
     * How it stands.
     *
     * @param proven such as {@code 3 of 4}
     * @param missing what is missing, as the end of a sentence; empty if nothing is
     */
    record Result(String proven, Optional<String> missing) {}

    /** A kind of fault that can be tried on something, and how it ended. */
    private record Cell(String words, String result) {}

    static ExpectedCoverage parse(String argument, String text) throws UsageException {
        Optional<Integer> minimum = Optional.empty();
        int share = ALL;
        Optional<String> kind = Optional.empty();
        Optional<Pattern> target = Optional.empty();
        Optional<Pattern> dependency = Optional.empty();
        for (String part : BETWEEN_PARTS.split(text, -1)) {
            int equals = part.indexOf('=');
            String value = part.substring(equals + 1).strip();
            if (equals < 0 || value.isEmpty()) {
                throw new UsageException("\"" + argument + "\" is not understood");
            }
            switch (part.substring(0, equals)) {
                case "minimum" -> {
                    boolean percent = value.endsWith("%");
                    int number = GateOptions.number(argument, percent ? value.substring(0, value.length() - 1) : value);
                    if (percent && number > ALL) {
                        throw new UsageException(argument + ": \"" + value + "\" is more than all");
                    }
                    share = percent ? number : ALL;
                    minimum = percent ? Optional.empty() : Optional.of(number);
                }
                case "kind" -> kind = Optional.of(value);
                case "target" -> target = Optional.of(GateOptions.pattern(argument, value));
                case "dependency" -> dependency = Optional.of(GateOptions.pattern(argument, value));
                default -> throw new UsageException("\"" + argument + "\" is not understood");
            }
        }
        return new ExpectedCoverage(minimum, share, kind, target, dependency);
    }

    /** Holds it against what was tried. What it asks for and is not there is missing, never passed over. */
    Result compare(Coverage coverage) {
        List<Coverage.Row> rows = coverage.rows().stream().filter(this::isAsked).toList();
        if (rows.isEmpty()) {
            return nothing("is asked for, but nothing that ran has such targets (there " + targets(coverage)
                    + "): declare it, or correct what is covered");
        }
        List<Cell> cells = cells(rows, coverage);
        if (cells.isEmpty()) {
            return nothing(
                    "is asked for, but such a fault is one of a whole target, not of what it depends on: leave out"
                            + " the dependency");
        }
        long proven = cells.stream()
                .filter(cell -> cell.result().equals(Coverage.PROVEN))
                .count();
        long least = minimum.<Long>map(Integer::longValue)
                .orElseGet(() -> (long) Math.ceil(cells.size() * share / (double) ALL));
        String count = proven + " of " + cells.size();
        return new Result(
                count,
                proven >= least
                        ? Optional.empty()
                        : Optional.of("is " + count + " and must be " + least + "; " + open(cells)
                                + "; write these tests, or correct what is covered"
                                + kind.filter(one -> !coverage.kinds().contains(one))
                                        .map(one -> " (kinds are " + String.join(", ", coverage.kinds()) + ")")
                                        .orElse("")));
    }

    private static Result nothing(String missing) {
        return new Result("0 of 0", Optional.of(missing));
    }

    private static String targets(Coverage coverage) {
        String names = coverage.rows().stream()
                .map(row -> row.dependency().isEmpty() ? row.target() : row.target() + " with " + row.dependency())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "is none" : "is " + names;
    }

    private boolean isAsked(Coverage.Row row) {
        return target.map(one -> one.matcher(row.target()).matches()).orElse(true)
                && dependency
                        .map(one -> !row.dependency().isEmpty()
                                && one.matcher(row.dependency()).matches())
                        .orElse(row.dependency().isEmpty());
    }

    private List<Cell> cells(List<Coverage.Row> rows, Coverage coverage) {
        List<String> kinds = kind.map(List::of).orElseGet(coverage::kinds);
        return rows.stream()
                .flatMap(row -> kinds.stream()
                        .filter(one -> coverage.makesSense(row, one))
                        .map(one -> new Cell(words(row, one), coverage.result(row, one))))
                .toList();
    }

    private static String words(Coverage.Row row, String kind) {
        return row.dependency().isEmpty()
                ? kind + " of " + row.target()
                : kind + " between " + row.target() + " and " + row.dependency();
    }

    /** Says of each that is not proven how far it is, what nobody has tried first. */
    private static String open(List<Cell> cells) {
        Map<String, List<String>> byResult = new LinkedHashMap<>();
        byResult.put(Coverage.NEVER, new ArrayList<>());
        cells.forEach(cell -> byResult.computeIfAbsent(cell.result(), result -> new ArrayList<>())
                .add(cell.words()));
        byResult.remove(Coverage.PROVEN);
        return byResult.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + ": " + some(entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String some(List<String> all) {
        return String.join(", ", all.subList(0, Math.min(NAMED, all.size())))
                + (all.size() > NAMED ? " and " + (all.size() - NAMED) + " more" : "");
    }

    @Override
    public String toString() {
        return "coverage of "
                + dependency.map(one -> "dependencies " + one + " of ").orElse("")
                + target.map(one -> "targets " + one).orElse("each target")
                + " by "
                + kind.orElse("each kind of fault");
    }
}
