package dev.reliability.internal.report;

import dev.reliability.internal.report.ReportedExperiment.TestPlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The command that runs one test again, as it is pasted into a shell at the root of the repository. */
final class Again {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");
    private static final Pattern NAME = Pattern.compile("[\\p{javaJavaIdentifierPart}.$]+");
    private static final Pattern INTEGRATION = Pattern.compile("(IT.*|.*IT|.*ITCase)");
    private static final String LENIENT = "-D%s.failIfNoSpecifiedTests=false";

    private Again() {}

    static Optional<String> command(TestPlace place) {
        if (!NAME.matcher(place.className()).matches() || place.directory().isEmpty()) {
            return Optional.empty();
        }
        Path module = Path.of(place.directory());
        if (!Files.exists(module.resolve("pom.xml"))) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(List.of("mvn", "verify"));
        Path root = root(module);
        if (!root.equals(module) && Files.exists(root.resolve("pom.xml"))) {
            words.addAll(List.of("-pl", root.relativize(module).toString(), "-am"));
            words.add(LENIENT.replace("%s", "surefire"));
            words.add(LENIENT.replace("%s", "failsafe"));
        } else if (!root.equals(module)) {
            words.addAll(List.of("-f", root.relativize(module).toString()));
        }
        String className = place.className();
        String simple = className.substring(className.lastIndexOf('.') + 1).replaceFirst("\\$.*", "");
        boolean method = NAME.matcher(place.method()).matches();
        words.add((INTEGRATION.matcher(simple).matches() ? "-Dit.test=" : "-Dtest=")
                + className
                + (method && !place.method().contains(".") ? "#" + place.method() : ""));
        if (!place.profile().isEmpty() && !place.profile().equals("local")) {
            words.add("-Dreliability.profile=" + place.profile());
        }
        return Optional.of(String.join(" ", words.stream().map(Again::quoted).toList()));
    }

    private static Path root(Path module) {
        for (Path each = module; each != null; each = each.getParent()) {
            if (Files.exists(each.resolve(".git"))) {
                return each;
            }
        }
        return module;
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
