package dev.reliability.internal.report;

/** Text from elsewhere as it can be shown: characters that nobody sees, or that turn others around, become visible. */
public final class Visible {

    private static final char CONTROL_PICTURES = '\u2400';
    private static final char DELETE_PICTURE = '\u2421';

    private Visible() {}

    /** Returns the text as it can be shown on a page or a terminal; lines stay lines. */
    public static String of(String text) {
        int bad = 0;
        while (bad < text.length() && harmless(text, bad)) {
            bad++;
        }
        if (bad == text.length()) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (harmless(text, i)) {
                visible.append(one);
            } else if (one < ' ') {
                visible.append((char) (CONTROL_PICTURES + one));
            } else if (one == '\u007f') {
                visible.append(DELETE_PICTURE);
            } else {
                visible.append("[U+")
                        .append(Integer.toHexString(0x10000 | one).substring(1))
                        .append(']');
            }
        }
        return visible.toString();
    }

    private static boolean harmless(String text, int index) {
        char one = text.charAt(index);
        if (Character.isHighSurrogate(one)) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        }
        if (Character.isLowSurrogate(one)) {
            return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        boolean space = one == '\n' || one == '\t';
        boolean control = Character.isISOControl(one) && !space;
        boolean turning = one >= '\u202a' && one <= '\u202e' || one >= '\u2066' && one <= '\u2069';
        boolean unseen = one >= '\u200b' && one <= '\u200f' || one == '\ufeff' || one >= '\ufffe';
        return !control && !turning && !unseen;
    }
}
