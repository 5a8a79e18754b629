package dev.reliability.aws.internal.function;

import dev.reliability.aws.internal.client.NoAccess;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Describes a function of AWS. Before a strict experiment begins, AWS must answer, arguments must make sense, and the profile must
 * allow changes where it makes some.
 */
final class Definition extends ExperimentFunction.Parameters<Definition> {

    private final String module;
    private final String name;
    private Consumer<AwsCall> check = call -> {};
    private boolean changes;
    private boolean attacks;

    private Definition(String module, String name) {
        this.name = name;
        this.module = module;
    }

    static Definition named(String module, String name) {
        return new Definition(module, name);
    }

    @Override
    protected Definition self() {
        return this;
    }

    /** Says that it changes something, which the profile may forbid. */
    Definition changing() {
        changes = true;
        return this;
    }

    /** Says that a strict experiment attacks targets by it, which have settings of their own. */
    Definition attacking() {
        attacks = true;
        return changing();
    }

    /** Says what is wrong with arguments whose types are right, by an exception. */
    Definition checking(Consumer<AwsCall> newCheck) {
        check = newCheck;
        return this;
    }

    ExperimentFunction calling(Body body) {
        return ExperimentFunction.named(module, name)
                .taking(this)
                .checking(this::problems)
                .calling(call -> {
                    AwsCall here = AwsCall.of(call);
                    try {
                        check.accept(here);
                        forbidden(here).stream().findFirst().ifPresent(reason -> {
                            throw new FunctionFailedException(reason);
                        });
                        return body.call(here);
                    } catch (SdkException | NoAccess e) {
                        if (Thread.interrupted()) {
                            throw new InterruptedException(name);
                        }
                        throw new FunctionFailedException(Refusals.words(e), e);
                    }
                });
    }

    private List<String> problems(FunctionCall call) {
        List<String> problems = new ArrayList<>();
        try {
            AwsCall here = AwsCall.of(call);
            if (attacks) {
                problems.addAll(AwsCall.elsewhere(call));
            }
            here.aws().identity();
            problems.addAll(forbidden(here));
            check.accept(here);
        } catch (FunctionFailedException e) {
            problems.add(String.valueOf(e.getMessage()));
        } catch (SdkException | NoAccess e) {
            problems.add(Refusals.words(e));
        }
        return problems;
    }

    private List<String> forbidden(AwsCall here) {
        return changes
                ? here.call()
                        .system()
                        .refusals(
                                name,
                                Map.of(
                                        "accounts",
                                        Set.of(here.aws().identity().account()),
                                        "regions",
                                        Set.of(here.aws().region())))
                : List.of();
    }

    /** What a function does. */
    @FunctionalInterface
    interface Body {
        @Nullable
        Object call(AwsCall call) throws Exception;
    }
}
