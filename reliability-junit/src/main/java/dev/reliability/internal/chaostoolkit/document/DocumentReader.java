package dev.reliability.internal.chaostoolkit.document;

import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problem;
import dev.reliability.internal.chaostoolkit.document.DocumentBuilder.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON or YAML file, told apart by its extension.
 *
 * <p>Safe for files of unknown origin: limited in size, nesting and aliases; one document; no tags.
 */
public final class DocumentReader {
    private final Mode mode;
    private final Limits limits;

    public DocumentReader(Mode mode) {
        this(mode, Limits.DEFAULT);
    }

    public DocumentReader(Mode mode, Limits limits) {
        this.mode = mode;
        this.limits = limits;
    }

    /**
     * Reads the file.
     *
     * @param name how messages name the file
     * @throws InvalidExperimentFileException when it is missing, too large, or not one well-formed document
     */
    public Document read(Path path, String name) {
        DocumentBuilder builder = new DocumentBuilder(name, limits);
        Object root = null;
        try {
            root = parse(path, builder);
        } catch (UnreadableException e) {
            builder.problem(e.pointer, e.line, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            builder.problem("", 0, "cannot be read: " + e);
        }
        List<Problem> problems = new ArrayList<>(builder.problems());
        if (!problems.isEmpty()) {
            throw new InvalidExperimentFileException(problems);
        }
        return builder.build(root);
    }

    /**
     * Reads content that was fetched from elsewhere.
     *
     * @param json whether it is JSON, else YAML
     * @param name how messages name where it is from
     * @throws InvalidExperimentFileException when it is too large, or not one well-formed document
     */
    public Document read(byte[] content, boolean json, String name) {
        DocumentBuilder builder = new DocumentBuilder(name, limits);
        Object root = null;
        try {
            if (content.length > limits.bytes()) {
                throw new UnreadableException(0, "", tooLarge(content.length));
            }
            root = json
                    ? new JsonDocument(builder, mode).parse(content)
                    : new YamlDocument(builder, mode).parse(content);
        } catch (UnreadableException e) {
            builder.problem(e.pointer, e.line, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            builder.problem("", 0, "cannot be read: " + e);
        }
        List<Problem> problems = new ArrayList<>(builder.problems());
        if (!problems.isEmpty()) {
            throw new InvalidExperimentFileException(problems);
        }
        return builder.build(root);
    }

    private @Nullable Object parse(Path path, DocumentBuilder builder) throws IOException, UnreadableException {
        String name = String.valueOf(path.getFileName());
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!name.contains(".") || !List.of("json", "yaml", "yml").contains(extension)) {
            throw new UnreadableException(0, "", "only files ending in .json, .yaml or .yml are experiments");
        }
        if (!Files.isRegularFile(path)) {
            throw new UnreadableException(0, "", Files.exists(path) ? "not a regular file" : "does not exist");
        }
        long size = Files.size(path);
        if (size > limits.bytes()) {
            throw new UnreadableException(0, "", tooLarge(size));
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(path)) {
            content = in.readNBytes((int) limits.bytes() + 1);
        }
        if (content.length > limits.bytes()) {
            throw new UnreadableException(0, "", tooLarge(content.length));
        }
        return extension.equals("json")
                ? new JsonDocument(builder, mode).parse(content)
                : new YamlDocument(builder, mode).parse(content);
    }

    private String tooLarge(long size) {
        return size + " bytes; at most " + limits.bytes() + " are read";
    }
}
