package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** No property on Maven's command line is a parameter of the gate. */
class GateSwitchesIT {

    private static final Path PLUGIN =
            Path.of("target", "reliability-maven-plugin-" + System.getProperty("project.version") + ".jar");

    private static Element goal(String name) throws IOException {
        try (JarFile jar = new JarFile(PLUGIN.toFile());
                InputStream stream = jar.getInputStream(jar.getEntry("META-INF/maven/plugin.xml"))) {
            Document descriptor =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
            return elements(descriptor.getElementsByTagName("mojo")).stream()
                    .filter(mojo -> text(mojo, "goal").equals(name))
                    .findFirst()
                    .orElseThrow();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("the descriptor of the plugin cannot be read", e);
        }
    }

    private static String text(Element element, String name) {
        return element.getElementsByTagName(name).item(0).getTextContent();
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    /** Returns the expressions by which Maven fills the parameters of a goal. */
    private static List<String> expressions(String goal) throws IOException {
        Element configuration =
                (Element) goal(goal).getElementsByTagName("configuration").item(0);
        return elements(configuration.getElementsByTagName("*")).stream()
                .flatMap(parameter ->
                        List.of(parameter.getAttribute("default-value"), parameter.getTextContent()).stream())
                .filter(text -> text.contains("${"))
                .toList();
    }

    @Test
    void theGateKnowsTheBuildAlone() throws IOException {
        assertThat(expressions("gate"))
                .containsExactlyInAnyOrder("${session}", "${project}", "${plugin.artifacts}", "${mojoExecution}");
        assertThat(expressions("halt")).as("what this sees").contains("${reliability.reason}");
    }

    @Test
    void theGateIsTheLastPhaseThatTestsHave() throws IOException {
        Element gate = goal("gate");

        assertThat(text(gate, "phase")).isEqualTo("verify");
        assertThat(text(gate, "requiresDependencyResolution")).isEqualTo("test");
        assertThat(text(gate, "threadSafe")).isEqualTo("true");
    }
}
