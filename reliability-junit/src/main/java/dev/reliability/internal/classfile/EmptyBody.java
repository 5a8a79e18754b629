package dev.reliability.internal.classfile;

import java.io.IOException;

/**
 * Recognizes the code of a method that does nothing: a lone {@code return}, as Java writes it, and as Kotlin does, which
 * checks that parameters are not null first and returns its {@code Unit} from methods that suspend.
 */
final class EmptyBody {

    private static final int NOP = 0x00;
    private static final int LDC = 0x12;
    private static final int LDC_W = 0x13;
    private static final int ALOAD = 0x19;
    private static final int ALOAD_0 = 0x2a;
    private static final int ALOAD_3 = 0x2d;
    private static final int POP = 0x57;
    private static final int ARETURN = 0xb0;
    private static final int RETURN = 0xb1;
    private static final int GETSTATIC = 0xb2;
    private static final int INVOKESTATIC = 0xb8;

    private final byte[] code;
    private final ConstantPool constants;
    private int at;

    EmptyBody(byte[] code, ConstantPool constants) {
        this.code = code;
        this.constants = constants;
    }

    boolean matches() {
        try {
            return returnsAtOnce();
        } catch (IOException e) {
            // nobody knows what code does that cannot be read
            return false;
        }
    }

    private boolean returnsAtOnce() throws IOException {
        while (at < code.length) {
            switch (next(1)) {
                case NOP -> {
                    // some compilers put one where a line number needs it
                }
                case RETURN -> {
                    return at == code.length;
                }
                case GETSTATIC -> {
                    if (!constants.member(next(2)).equals("kotlin/Unit.INSTANCE")) {
                        return false;
                    }
                    int use = next(1);
                    if (use != POP) {
                        return use == ARETURN && at == code.length;
                    }
                }
                default -> {
                    at--;
                    if (!checksParameter()) {
                        return false;
                    }
                }
            }
        }
        return false;
    }

    private boolean checksParameter() throws IOException {
        int load = next(1);
        if (load == ALOAD) {
            next(1);
        } else if (load < ALOAD_0 || load > ALOAD_3) {
            return false;
        }
        int name = next(1);
        if (name != LDC && name != LDC_W) {
            return false;
        }
        next(name == LDC ? 1 : 2);
        return next(1) == INVOKESTATIC && constants.member(next(2)).startsWith("kotlin/jvm/internal/Intrinsics.check");
    }

    private int next(int bytes) throws IOException {
        if (at + bytes > code.length) {
            throw new IOException("the code ends in the middle of an instruction");
        }
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | code[at++] & 0xff;
        }
        return value;
    }
}
