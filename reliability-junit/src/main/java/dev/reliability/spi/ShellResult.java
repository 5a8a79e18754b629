package dev.reliability.spi;

import org.apiguardian.api.API;

/**
 * What a command left behind when it ended.
 *
 * @param exitCode 0 for success; 128 plus the signal's number where a signal ended it
 * @param output all of its standard output, decoded as UTF-8
 * @param errors all of its standard error, decoded as UTF-8
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ShellResult(int exitCode, String output, String errors) {

    /** Whether the command ended with 0. */
    public boolean succeeded() {
        return exitCode == 0;
    }
}
