package dev.reliability.internal.classfile;

import java.io.DataInputStream;
import java.io.IOException;

/** The constants of a class file that names are made of (Java Virtual Machine Specification, 4.4). */
final class ConstantPool {

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;

    private final Object[] entries;

    private ConstantPool(Object[] entries) {
        this.entries = entries;
    }

    /** Two indexes, of which the second is 0 where there is only one. */
    private record Reference(int first, int second) {}

    static ConstantPool read(DataInputStream in) throws IOException {
        Object[] entries = new Object[in.readUnsignedShort()];
        for (int i = 1; i < entries.length; i++) {
            int tag = in.readUnsignedByte();
            entries[i] = entry(tag, in);
            if (tag == LONG || tag == DOUBLE) {
                i++;
            }
        }
        return new ConstantPool(entries);
    }

    private static Object entry(int tag, DataInputStream in) throws IOException {
        return switch (tag) {
            case UTF8 -> in.readUTF();
            case LONG, DOUBLE -> in.readLong();
            case 3, 4 -> in.readInt();
            case 7, 8, 16, 19, 20 -> new Reference(in.readUnsignedShort(), 0);
            case 15 -> new Reference(in.readUnsignedByte(), in.readUnsignedShort());
            case 9, 10, 11, 12, 17, 18 -> new Reference(in.readUnsignedShort(), in.readUnsignedShort());
            default -> throw new IOException("a class file has no constant of the sort " + tag);
        };
    }

    String text(int index) throws IOException {
        if (at(index) instanceof String text) {
            return text;
        }
        throw new IOException("constant " + index + " is no text");
    }

    /** Returns the class that a field or method belongs to, and its name: {@code kotlin/Unit.INSTANCE}. */
    String member(int index) throws IOException {
        Reference member = reference(index);
        Reference owner = reference(member.first());
        Reference nameAndType = reference(member.second());
        return text(owner.first()) + "." + text(nameAndType.first());
    }

    private Reference reference(int index) throws IOException {
        if (at(index) instanceof Reference reference) {
            return reference;
        }
        throw new IOException("constant " + index + " refers to nothing");
    }

    private Object at(int index) throws IOException {
        if (index <= 0 || index >= entries.length || entries[index] == null) {
            throw new IOException("there is no constant " + index);
        }
        return entries[index];
    }
}
