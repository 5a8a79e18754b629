package dev.reliability.internal.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which Git writes down what is checked out. */
class CommitTest {

    private static final String HASH = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    Path directory;

    private Path git;
    private Path module;

    @BeforeEach
    void createRepository() throws IOException {
        git = Files.createDirectories(directory.resolve("repository/.git/refs/heads"))
                .resolve("../..")
                .normalize();
        module = Files.createDirectories(directory.resolve("repository/module/target"));
    }

    @Test
    void aCommitItself() throws IOException {
        Files.writeString(git.resolve("HEAD"), HASH + "\n");

        assertThat(Commit.around(module)).contains(HASH);
    }

    @Test
    void aBranch() throws IOException {
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(git.resolve("refs/heads/main"), HASH + "\n");

        assertThat(Commit.around(module)).contains(HASH);
    }

    @Test
    void aBranchThatWasPacked() throws IOException {
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(
                git.resolve("packed-refs"),
                "# pack-refs with: peeled\n" + "9".repeat(40) + " refs/heads/other-main\n" + HASH
                        + " refs/heads/main\n");

        assertThat(Commit.around(module)).contains(HASH);
    }

    @Test
    void aWorkTreeOfTheSameRepository() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree/target"));
        Path own = Files.createDirectories(git.resolve("worktrees/tree"));
        Files.writeString(tree.resolveSibling(".git"), "gitdir: " + own + "\n");
        Files.writeString(own.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(own.resolve("commondir"), "../..\n");
        Files.writeString(git.resolve("refs/heads/main"), HASH + "\n");

        assertThat(Commit.around(tree)).contains(HASH);
    }

    @Test
    void noneWhereNothingIsCheckedOut() throws IOException {
        assertThat(Commit.around(directory)).isEmpty();
        assertThat(Commit.around(module)).as("no HEAD").isEmpty();
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/unborn\n");
        assertThat(Commit.around(module)).as("no commit yet").isEmpty();
    }
}
