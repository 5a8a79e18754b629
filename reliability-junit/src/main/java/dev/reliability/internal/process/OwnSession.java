package dev.reliability.internal.process;

/**
 * How a shell becomes another program in a session of its own, with the same pid. What a terminal sends does not reach it there; and
 * where it is frozen it is in no process group of the build, whose members the kernel would hang up with SIGHUP as soon as the group
 * is orphaned (POSIX, "Orphaned Process Group").
 */
final class OwnSession {

    // macOS has no setsid(1), but perl; where neither is, the program stays in the session of the build
    static final String EXEC = "if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; fi; "
            + "if command -v perl >/dev/null 2>&1; then "
            + "exec perl -MPOSIX -e 'POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127' -- \"$@\"; fi; "
            + "exec \"$@\"";

    private OwnSession() {}
}
