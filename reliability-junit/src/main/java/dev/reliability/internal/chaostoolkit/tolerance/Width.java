package dev.reliability.internal.chaostoolkit.tolerance;

/** How many characters a part of an expression can match. */
record Width(long least, long most) {
    static final long UNLIMITED = Integer.MAX_VALUE;
    static final Width NONE = new Width(0, 0);
    static final Width OPEN = new Width(-1, -1);

    Width then(Width next) {
        return new Width(Math.min(UNLIMITED, least + next.least), Math.min(UNLIMITED, most + next.most));
    }

    Width or(Width other) {
        return new Width(Math.min(least, other.least), Math.max(most, other.most));
    }

    Width times(long from, long to) {
        return new Width(Math.min(UNLIMITED, least * from), most == 0 ? 0 : Math.min(UNLIMITED, most * to));
    }
}
