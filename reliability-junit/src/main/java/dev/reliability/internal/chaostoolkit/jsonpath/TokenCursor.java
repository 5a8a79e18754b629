package dev.reliability.internal.chaostoolkit.jsonpath;

import dev.reliability.internal.chaostoolkit.jsonpath.Tokens.Kind;
import dev.reliability.internal.chaostoolkit.jsonpath.Tokens.Token;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in the tokens of a path, and the literal values that can stand there. */
class TokenCursor {
    private static final int DEEPEST = 100;

    private final String path;
    private final List<Token> tokens;
    private int at;
    private int depth;

    TokenCursor(String path) {
        this.path = path;
        this.tokens = Tokens.of(path);
    }

    Token peek() {
        return tokens.get(at);
    }

    Token second() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    /** The token here; the end stays the end. */
    Token next() {
        Token token = peek();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean take(String symbol) {
        if (peek().is(symbol)) {
            next();
            return true;
        }
        return false;
    }

    void expect(String symbol) {
        if (!take(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw unexpected("at most " + DEEPEST + " levels");
        }
    }

    void leave() {
        depth--;
    }

    JsonPathSyntaxException unexpected(String expected) {
        return wrong(peek(), "expected " + expected + ", got " + shown(peek()));
    }

    JsonPathSyntaxException wrong(Token token, String reason) {
        return new JsonPathSyntaxException(path, token.at(), reason);
    }

    private static String shown(Token token) {
        return token.kind() == Kind.END ? "the end" : "'" + token.text() + "'";
    }

    @Nullable
    Object literal() {
        Token token = next();
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
            enter();
            Object value = token.is("[") ? array() : object();
            leave();
            return value;
        }
        throw wrong(token, "expected a value or a path, got " + shown(token));
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
            next();
            expect(":");
            members.put(key.text(), literal());
        } while (take(","));
        expect("}");
        return members;
    }
}
