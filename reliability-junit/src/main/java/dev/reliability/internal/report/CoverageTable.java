package dev.reliability.internal.report;

import dev.reliability.internal.report.Coverage.Row;

/** Shows what was tried and what nobody has tried. */
final class CoverageTable {

    private CoverageTable() {}

    static void write(Coverage coverage, Markup out) {
        if (coverage.rows().isEmpty()) {
            return;
        }
        out.open("section", "aria-labelledby", "coverage")
                .leaf("h2", "What was tried, and what nobody has tried", "id", "coverage");
        out.open("div", "class", "chart", "role", "region", "tabindex", "0", "aria-labelledby", "coverage");
        out.open("table", "class", "matrix").open("thead").open("tr");
        out.leaf("th", "Target, and what it depends on", "scope", "col");
        coverage.kinds().forEach(kind -> out.leaf("th", kind, "scope", "col"));
        out.close().close().open("tbody");
        coverage.rows().forEach(row -> write(coverage, row, out));
        out.close().close().close().close();
    }

    private static void write(Coverage coverage, Row row, Markup out) {
        out.open("tr")
                .leaf(
                        "th",
                        row.whole() ? row.target() : "↳ " + row.dependency(),
                        "scope",
                        "row",
                        "class",
                        row.whole() ? "" : "part");
        for (String kind : coverage.kinds()) {
            String result = coverage.result(row, kind);
            out.leaf(
                    "td",
                    sign(result) + result,
                    "class",
                    "cell " + (sign(result).isEmpty() ? "never" : result));
        }
        out.close();
    }

    private static String sign(String result) {
        return switch (result) {
            case Coverage.PROVEN -> "✓ ";
            case "failed" -> "✗ ";
            case "inconclusive" -> "? ";
            default -> "";
        };
    }
}
