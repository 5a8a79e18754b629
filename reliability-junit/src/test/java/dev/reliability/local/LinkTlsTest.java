package dev.reliability.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS passes through a link untouched: the certificate that the client sees is the server's. */
@Timeout(60)
class LinkTlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path directory;

    private KeyStore keys;
    private SSLContext context;
    private SSLServerSocket server;

    @BeforeEach
    void start() throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "db",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        mine.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("db", keys.getCertificate("db"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        context = SSLContext.getInstance("TLS");
        context.init(mine.getKeyManagers(), trust.getTrustManagers(), null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "tls-server");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.getOutputStream().write(socket.getInputStream().readNBytes(5));
            } catch (IOException e) {
                // that of a client that gave up, or of the end
                continue;
            }
        }
    }

    private record Answer(String text, Certificate certificate) {}

    private Answer ask(Link link) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(link.host(), link.port())) {
            socket.setSoTimeout(300);
            socket.getOutputStream().write("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            String text = new String(socket.getInputStream().readNBytes(5), java.nio.charset.StandardCharsets.US_ASCII);
            return new Answer(text, socket.getSession().getPeerCertificates()[0]);
        }
    }

    @Test
    void theClientTalksToTheServerAndNobodyElse() throws Exception {
        try (Link link = Link.to("127.0.0.1:" + server.getLocalPort())) {
            Answer answer = ask(link);
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.certificate()).isEqualTo(keys.getCertificate("db"));

            ExperimentResult result = Reliability.experiment("tls")
                    .property("reliability.state", directory.resolve("state").toString())
                    .property(
                            "reliability.reports", directory.resolve("reports").toString())
                    .target("db", link)
                    .attack(FaultSpec.of("blackhole", "db").duration("1s"))
                    .evaluate(() -> assertThatThrownBy(() -> ask(link)).isInstanceOf(SocketTimeoutException.class));

            assertThat(result.message()).startsWith("PASSED");
            assertThat(ask(link).text()).isEqualTo("hello");
        }
    }
}
