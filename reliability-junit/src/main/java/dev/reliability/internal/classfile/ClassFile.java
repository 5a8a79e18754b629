package dev.reliability.internal.classfile;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A compiled class as it lies in its file: the code of its methods, the annotations that are not there at run time, and the file
 * that it was compiled from. Only what is asked for is read (Java Virtual Machine Specification, 4).
 */
public final class ClassFile {

    private static final int MAGIC = 0xCAFEBABE;
    private static final byte[] INVISIBLE = "RuntimeInvisibleAnnotations".getBytes(StandardCharsets.US_ASCII);

    private final String name;
    private final ConstantPool constants;
    private final List<Member> members = new ArrayList<>();
    private List<String> invisible = List.of();
    private Optional<String> source = Optional.empty();

    private ClassFile(String name, ConstantPool constants) {
        this.name = name;
        this.constants = constants;
    }

    /**
     * A field or method.
     *
     * @param invisible names of the types of its annotations that are not there at run time
     * @param returnsAtOnce whether it is a method that does nothing else
     */
    private record Member(String name, String descriptor, List<String> invisible, boolean returnsAtOnce) {

        boolean is(Method method) {
            return name.equals(method.getName())
                    && descriptor.equals(MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                            .toMethodDescriptorString());
        }
    }

    /**
     * An annotation that is in the class file and not there at run time.
     *
     * @param element the class, or its member: {@code shop.CheckoutIT.pays()}
     * @param type name of the annotation's type, as class loaders know it
     */
    public record Invisible(String element, String type) {}

    /** Returns the file of a class, or empty where it cannot be read. */
    public static Optional<ClassFile> of(Class<?> type) {
        try {
            Optional<byte[]> bytes = bytes(type);
            return bytes.isEmpty()
                    ? Optional.empty()
                    : Optional.of(read(type.getName(), new ByteArrayInputStream(bytes.get())));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Returns the annotations of a class and of its members that are not there at run time; none where its file cannot be read. */
    public static List<Invisible> invisible(Class<?> type) {
        try {
            Optional<byte[]> bytes = bytes(type);
            // most classes have none, and then their constants do not name the attribute
            return bytes.isPresent() && holds(bytes.get(), INVISIBLE)
                    ? read(type.getName(), new ByteArrayInputStream(bytes.get()))
                            .invisible()
                    : List.of();
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    /** A class loader would look through every jar of the class path; where the class came from is known. */
    private static Optional<byte[]> bytes(Class<?> type) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source != null
                && source.getLocation() != null
                && source.getLocation().getProtocol().equals("file")) {
            Path file = Path.of(URI.create(source.getLocation().toString()))
                    .resolve(type.getName().replace('.', '/') + ".class");
            if (Files.isRegularFile(file)) {
                return Optional.of(Files.readAllBytes(file));
            }
        }
        String resource = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    private static boolean holds(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            if (bytes[i] == part[0] && Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads a class file.
     *
     * @param name of the class
     * @throws IOException if it cannot be read, or is none
     */
    public static ClassFile read(String name, InputStream file) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(file.readAllBytes()));
        if (in.readInt() != MAGIC) {
            throw new IOException(name + " is no class file");
        }
        in.skipNBytes(4);
        ClassFile read = new ClassFile(name, ConstantPool.read(in));
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        read.readMembers(in);
        read.readMembers(in);
        Attributes ofClass = read.attributes(in);
        read.invisible = ofClass.invisible;
        read.source = ofClass.source;
        return read;
    }

    /** Tells whether a method is known to do nothing but return. */
    public boolean returnsAtOnce(Method method) {
        return members.stream().anyMatch(member -> member.returnsAtOnce && member.is(method));
    }

    /** Returns the name of the file that it was compiled from, if the compiler left it. */
    public Optional<String> source() {
        return source;
    }

    /** Returns the annotations of the class and of its members that are not there at run time. */
    public List<Invisible> invisible() {
        List<Invisible> all = new ArrayList<>();
        invisible.forEach(type -> all.add(new Invisible(name, type)));
        for (Member member : members) {
            String element =
                    name.replace('$', '.') + "." + member.name + (member.descriptor.startsWith("(") ? "()" : "");
            member.invisible.forEach(type -> all.add(new Invisible(element, type)));
        }
        return all;
    }

    private void readMembers(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            in.skipNBytes(2);
            String memberName = constants.text(in.readUnsignedShort());
            String descriptor = constants.text(in.readUnsignedShort());
            Attributes attributes = attributes(in);
            members.add(new Member(memberName, descriptor, attributes.invisible, attributes.returnsAtOnce));
        }
    }

    private record Attributes(List<String> invisible, boolean returnsAtOnce, Optional<String> source) {}

    private Attributes attributes(DataInputStream in) throws IOException {
        List<String> annotations = new ArrayList<>();
        boolean returnsAtOnce = false;
        Optional<String> file = Optional.empty();
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            String attribute = constants.text(in.readUnsignedShort());
            byte[] content = in.readNBytes(in.readInt());
            DataInputStream inside = new DataInputStream(new ByteArrayInputStream(content));
            if (attribute.equals("Code")) {
                inside.skipNBytes(4);
                returnsAtOnce = new EmptyBody(inside.readNBytes(inside.readInt()), constants).matches();
            } else if (attribute.equals("SourceFile")) {
                file = Optional.of(constants.text(inside.readUnsignedShort()));
            } else if (attribute.equals("RuntimeInvisibleAnnotations")) {
                int annotated = inside.readUnsignedShort();
                for (int j = 0; j < annotated; j++) {
                    annotations.add(annotation(inside));
                }
            }
        }
        return new Attributes(annotations, returnsAtOnce, file);
    }

    private String annotation(DataInputStream in) throws IOException {
        String type = constants.text(in.readUnsignedShort());
        int values = in.readUnsignedShort();
        for (int i = 0; i < values; i++) {
            in.skipNBytes(2);
            skipValue(in);
        }
        return type.substring(1, type.length() - 1).replace('/', '.');
    }

    private void skipValue(DataInputStream in) throws IOException {
        switch (in.readUnsignedByte()) {
            case 'e' -> in.skipNBytes(4);
            case '@' -> annotation(in);
            case '[' -> {
                int values = in.readUnsignedShort();
                for (int i = 0; i < values; i++) {
                    skipValue(in);
                }
            }
            default -> in.skipNBytes(2);
        }
    }
}
