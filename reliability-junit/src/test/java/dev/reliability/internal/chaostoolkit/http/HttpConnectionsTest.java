package dev.reliability.internal.chaostoolkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.internal.http.Patient;
import dev.reliability.spi.SharedClients;
import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clients of experiment files are those of the test plan, and end with it. */
class HttpConnectionsTest {

    private Patient site;

    @BeforeEach
    void start() throws IOException {
        site = new Patient();
    }

    @AfterEach
    void stop() throws IOException {
        SharedClients.closeAll();
        site.close();
    }

    private String url() {
        return "http://127.0.0.1:" + site.port() + "/";
    }

    private static int get(CloseableHttpClient client, String url) throws IOException {
        return client.execute(new HttpGet(url), response -> response.getCode());
    }

    @Test
    void aClientIsSharedUntilTheTestPlanEnds() throws IOException {
        HttpCall call = HttpCall.of("GET", url());
        CloseableHttpClient first = HttpConnections.client(call);
        assertThat(HttpConnections.client(call)).isSameAs(first);
        assertThat(get(first, url())).isEqualTo(200);

        SharedClients.closeAll();

        assertThatThrownBy(() -> get(first, url())).isInstanceOf(IllegalStateException.class);
        CloseableHttpClient second = HttpConnections.client(call);
        assertThat(second).isNotSameAs(first);
        assertThat(get(second, url())).isEqualTo(200);
    }
}
