package dev.reliability.internal.chaostoolkit.jsonpath;

import dev.reliability.internal.chaostoolkit.DidYouMean;
import dev.reliability.internal.chaostoolkit.jsonpath.Node.Match;
import dev.reliability.internal.chaostoolkit.jsonpath.Tokens.Kind;
import dev.reliability.internal.chaostoolkit.jsonpath.Tokens.Token;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recursive descent over the tokens of one path. */
final class Parser {
    private static final Set<String> COMPARISONS = Set.of("=", "!=", "<", "<=", ">", ">=", "contains");
    private static final int DEEPEST = 100;

    private final String path;
    private final List<Token> tokens;
    private int at;
    private int depth;

    Parser(String path) {
        this.path = path;
        this.tokens = Tokens.of(path);
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
        if (++depth > DEEPEST) {
            throw unexpected("at most " + DEEPEST + " steps");
        }
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
            depth--;
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
        at++;
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
            at++;
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
        if (token.kind() == Kind.NAME && tokens.get(at + 1).is("(")) {
            at++;
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
            at++;
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
            throw new JsonPathSyntaxException(
                    path,
                    name.at(),
                    "there is no function '" + name.text() + "'" + DidYouMean.hint(name.text(), Functions.NAMES));
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
        if (++depth > DEEPEST) {
            throw unexpected("at most " + DEEPEST + " levels");
        }
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
                String operator = tokens.get(at++).text();
                Operand right = operand();
                return Condition.compare(left.node(), operator, right.node(), right.constant());
            }
            return left.exists();
        } finally {
            depth--;
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

    private @Nullable Object literal() {
        Token token = peek();
        at++;
        if (token.kind() == Kind.STRING) {
            return token.text();
        }
        if (token.kind() == Kind.NUMBER) {
            boolean floating = token.text().chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E');
            return floating
                    ? (Object) Double.valueOf(token.text())
                    : PythonValues.canonical(new BigInteger(token.text()));
        }
        if (token.is("true") || token.is("false")) {
            return token.is("true");
        }
        if (token.is("null")) {
            return null;
        }
        if (token.is("[") || token.is("{")) {
            if (++depth > DEEPEST) {
                throw unexpected("at most " + DEEPEST + " levels");
            }
            Object value = token.is("[") ? array() : object();
            depth--;
            return value;
        }
        at--;
        throw unexpected("a value or a path");
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> elements = new ArrayList<>();
        if (take("]")) {
            return elements;
        }
        do {
            elements.add(literal());
        } while (take(","));
        expect("]");
        return elements;
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (take("}")) {
            return members;
        }
        do {
            Token key = peek();
            if (key.kind() != Kind.STRING) {
                throw unexpected("a key in double quotes");
            }
            at++;
            expect(":");
            members.put(key.text(), literal());
        } while (take(","));
        expect("}");
        return members;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean take(String symbol) {
        if (peek().is(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String symbol) {
        if (!take(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    private JsonPathSyntaxException unexpected(String expected) {
        Token token = peek();
        String seen = token.kind() == Kind.END ? "the end" : "'" + token.text() + "'";
        return new JsonPathSyntaxException(path, token.at(), "expected " + expected + ", got " + seen);
    }

    /** One side of a comparison: its values, and whether it holds when it stands alone. */
    private record Operand(Node node, Condition exists, boolean constant) {}
}
