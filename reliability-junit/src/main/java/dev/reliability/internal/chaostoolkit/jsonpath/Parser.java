package dev.reliability.internal.chaostoolkit.jsonpath;

import dev.reliability.internal.chaostoolkit.DidYouMean;
import dev.reliability.internal.chaostoolkit.jsonpath.Node.Match;
import dev.reliability.internal.chaostoolkit.jsonpath.Tokens.Kind;
import dev.reliability.internal.chaostoolkit.jsonpath.Tokens.Token;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recursive descent over the tokens of one path. */
final class Parser extends TokenCursor {
    private static final Set<String> COMPARISONS = Set.of("=", "!=", "<", "<=", ">", ">=", "contains");

    Parser(String path) {
        super(path);
    }

    Node parse() {
        expect("$");
        Node next = subscript();
        if (peek().kind() != Kind.END) {
            throw unexpected("the end");
        }
        return Node.fromRoot(next);
    }

    private Node subscript() {
        enter();
        try {
            if (take("..")) {
                List<Node> steps = peek().is("[") ? bracketed() : List.of(bareword());
                return Node.descend(Node.subscripts(steps, subscript()));
            }
            if (take(".")) {
                List<Node> steps = List.of(bareword());
                return Node.subscripts(steps, subscript());
            }
            if (peek().is("[")) {
                List<Node> steps = bracketed();
                return Node.subscripts(steps, subscript());
            }
            return Node.END;
        } finally {
            leave();
        }
    }

    private Node bareword() {
        if (take("*")) {
            return Node.wildcard();
        }
        Token name = peek();
        if (name.kind() != Kind.NAME) {
            throw unexpected("a name or '*'");
        }
        next();
        return peek().is("(") ? call(name) : Node.member(name.text());
    }

    private List<Node> bracketed() {
        expect("[");
        List<Node> subscripts = new ArrayList<>();
        do {
            subscripts.add(subscriptable());
        } while (take(","));
        expect("]");
        return subscripts;
    }

    private Node subscriptable() {
        Token token = peek();
        if (token.kind() == Kind.STRING) {
            next();
            return Node.member(token.text());
        }
        if (token.kind() == Kind.NUMBER) {
            long number = integer();
            return peek().is(":") ? slice(number) : Node.index(number);
        }
        if (token.is(":")) {
            return slice(null);
        }
        if (take("*")) {
            return Node.wildcard();
        }
        if (take("?")) {
            expect("(");
            Condition condition = conjunction();
            expect(")");
            return Node.filter(condition);
        }
        if (token.is("$") || token.is("@")) {
            return Node.computed(inner());
        }
        if (token.kind() == Kind.NAME && second().is("(")) {
            next();
            return call(token);
        }
        throw unexpected("an index, a slice, a name in double quotes, '*', a filter, a path or a function");
    }

    private Node slice(@Nullable Long start) {
        expect(":");
        Long end = peek().kind() == Kind.NUMBER ? (Long) integer() : null;
        Long step = null;
        if (take(":") && peek().kind() == Kind.NUMBER) {
            step = integer();
        }
        return new Slice(start, end, step);
    }

    private long integer() {
        Token number = peek();
        try {
            long value = new BigInteger(number.text()).longValueExact();
            next();
            return value;
        } catch (NumberFormatException | ArithmeticException e) {
            throw unexpected("a whole number");
        }
    }

    private Node call(Token name) {
        List<Node> arguments = new ArrayList<>();
        expect("(");
        if (!peek().is(")")) {
            do {
                arguments.add(operand().node());
            } while (take(","));
        }
        expect(")");
        if (!Functions.NAMES.contains(name.text())) {
            throw wrong(
                    name, "there is no function '" + name.text() + "'" + DidYouMean.hint(name.text(), Functions.NAMES));
        }
        return Functions.call(name.text(), arguments);
    }

    /** A path inside of a path, from the root or from the current value. */
    private Node inner() {
        if (take("$")) {
            return Node.fromRoot(subscript());
        }
        expect("@");
        return subscript();
    }

    private Condition conjunction() {
        Condition left = disjunction();
        if (!take("and")) {
            return left;
        }
        Condition right = conjunction();
        return (root, current) -> left.test(root, current) && right.test(root, current);
    }

    private Condition disjunction() {
        Condition left = negation();
        if (!take("or")) {
            return left;
        }
        Condition right = disjunction();
        return (root, current) -> left.test(root, current) || right.test(root, current);
    }

    private Condition negation() {
        enter();
        try {
            if (take("not")) {
                Condition inner = negation();
                return (root, current) -> !inner.test(root, current);
            }
            if (take("(")) {
                Condition inner = conjunction();
                expect(")");
                return inner;
            }
            Operand left = operand();
            if (COMPARISONS.contains(peek().text()) && peek().kind() != Kind.STRING) {
                String operator = next().text();
                Operand right = operand();
                return Condition.compare(left.node(), operator, right.node(), right.constant());
            }
            return left.exists();
        } finally {
            leave();
        }
    }

    private Operand operand() {
        if (peek().is("$") || peek().is("@")) {
            Node node = inner();
            return new Operand(
                    node, (root, current) -> node.match(root, current).findAny().isPresent(), false);
        }
        Object value = literal();
        return new Operand(
                (root, current) -> Stream.of(new Match(value)), (root, current) -> PythonValues.truth(value), true);
    }

    /** One side of a comparison: its values, and whether it holds when it stands alone. */
    private record Operand(Node node, Condition exists, boolean constant) {}
}
