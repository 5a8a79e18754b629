package dev.reliability.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.internal.http.HttpHeaders.Entry;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://books.example/a?b=c#d, http, books.example, -1, /a?b=c",
        "HTTPS://my_books:8443, https, my_books, 8443, /",
        "http://my_books.shop_1.svc/x, http, my_books.shop_1.svc, -1, /x",
        "http://_books/, http, _books, -1, /",
        "http://bücher.example/, http, xn--bcher-kva.example, -1, /",
        "http://books.example.?x, http, books.example., -1, /?x",
        "http://127.0.0.1:80/, http, 127.0.0.1, 80, /",
        "http://[::1]:81/p, http, ::1, 81, /p",
        "http://[fe80::1%25eth0]/, http, fe80::1%eth0, -1, /",
        "http://books:/, http, books, -1, /",
        "http://books/who@home?mail=a@b, http, books, -1, /who@home?mail=a@b",
        "http://books/%7Ea, http, books, -1, /%7Ea",
    })
    void readsUrls(String text, String scheme, String host, int port, String path) {
        assertThat(HttpUrl.parse(text)).isEqualTo(new HttpUrl(text, scheme, host, port, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "books",
                "ftp://books/",
                "http:/books",
                "http://",
                "http:///books",
                "http://books:0/",
                "http://books:99999/",
                "http://books:http/",
                "http://bo oks/",
                "http://books/a b",
                "http://-books/",
                "http://books{x}/",
                "http://[::1/",
                "http://a..b/"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> HttpUrl.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:s3cret@books/",
                "http://s3cret@books",
                "http://user:s3cret@books:99999/",
                "http://user:s3cr/s3cret@books/",
                "http://user:s3cret#@books/",
                "http://user:s3c?s3cret@books/",
                "https://user:p@s3cret@books/",
                "ftp://user:s3cret@books/",
                "http://user:s3cret@bo oks/",
                "http://user:s3\n s3cret@books/"
            })
    void refusesCredentialsAndDoesNotSayThem(String text) {
        assertThatThrownBy(() -> HttpUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("://***@")
                .hasMessageNotContaining("s3c")
                .hasMessageNotContaining("user:");
    }

    @Test
    void readsHeaders() {
        assertThat(Entry.parse("Authorization:  Bearer a:b "))
                .isEqualTo(new Entry("Authorization", "Bearer a:b"))
                .hasToString("Authorization: ***");
        assertThat(Entry.parse("X-Empty:")).isEqualTo(new Entry("X-Empty", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bearer s3cret | no colon",
                ": s3cret | \"\" is not the name",
                "Two Words: s3cret | \"Two Words\" is not the name",
                "X-Tenant: s3cret\\nX-Admin: true | header X-Tenant holds a character",
                "X-Tenant: s3crét | header X-Tenant holds a character",
                "Content-Length: 3 | Content-Length cannot be set",
                "transfer-encoding: s3cret | transfer-encoding cannot be set",
                "Connection: close | Connection cannot be set",
            })
    void refusesMalformedHeadersAndDoesNotSayTheirValues(String text, String problem) {
        assertThatThrownBy(() -> Entry.parse(text.replace("\\n", "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("s3c");
    }

    @ParameterizedTest
    @CsvSource({
        "http://books.example/, http_proxy",
        "https://books.example/, HTTPS_PROXY",
        "http://api.corp.example/, ''",
        "http://localhost/, ''",
        "http://127.0.0.1/, ''",
    })
    void namesTheProxyThatIsNotUsed(String url, String name) {
        Map<String, String> environment = Map.of(
                "http_proxy", "http://proxy:3128", "HTTPS_PROXY", "http://proxy:3128", "no_proxy", "x, .corp.example");

        assertThat(Proxies.unused(HttpUrl.parse(url), environment, new Properties()::getProperty)
                        .orElse(""))
                .isEqualTo(name);
    }

    @Test
    void aProxyOfTheJvmIsNamedAsWell() {
        Properties properties = new Properties();
        properties.setProperty("http.proxyHost", "proxy");

        assertThat(Proxies.unused(HttpUrl.parse("http://books/"), Map.of(), properties::getProperty))
                .contains("http.proxyHost");
        assertThat(Proxies.unused(HttpUrl.parse("https://books/"), Map.of(), properties::getProperty))
                .isEmpty();
    }
}
