package dev.reliability.internal.link;

/** The way bytes go through a link. */
enum Direction {
    TO_UPSTREAM,
    TO_CLIENT
}
