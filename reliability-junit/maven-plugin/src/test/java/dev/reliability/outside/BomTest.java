package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The BOM has all that is published, and nothing that others manage. */
class BomTest {

    private static final Path ROOT = Path.of("..", "..");

    private static Element project(Path pom) {
        try {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
            return document.getDocumentElement();
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(pom + " cannot be read", e);
        }
    }

    private static Stream<Element> children(Element parent, String... path) {
        Stream<Element> level = Stream.of(parent);
        for (String name : path) {
            level = level.flatMap(element -> {
                NodeList nodes = element.getChildNodes();
                return IntStream.range(0, nodes.getLength())
                        .mapToObj(nodes::item)
                        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                        .map(node -> (Element) node)
                        .filter(node -> node.getTagName().equals(name));
            });
        }
        return level;
    }

    private static String text(Element parent, String... path) {
        return children(parent, path)
                .findFirst()
                .map(element -> element.getTextContent().strip())
                .orElse("");
    }

    @Test
    void hasEachArtefactThatIsPublishedAndNoOther() {
        Element bom = project(ROOT.resolve("reliability-junit/bom/pom.xml"));
        List<String> published = children(project(ROOT.resolve("pom.xml")), "modules", "module")
                .map(module -> project(ROOT.resolve(module.getTextContent()).resolve("pom.xml")))
                .filter(module -> !text(module, "packaging").equals("pom"))
                .map(module -> text(module, "artifactId"))
                .toList();

        List<Element> managed = children(bom, "dependencyManagement", "dependencies", "dependency")
                .toList();

        assertThat(managed).allSatisfy(dependency -> {
            assertThat(text(dependency, "groupId")).isEqualTo("dev.reliability");
            assertThat(text(dependency, "version")).isEqualTo("${project.version}");
        });
        assertThat(managed.stream().map(dependency -> text(dependency, "artifactId")))
                .containsAll(published)
                .allMatch(published::contains);
        assertThat(managed.stream().map(dependency -> text(dependency, "classifier")))
                .contains("cli");
    }

    /** Whoever imports a BOM imports what its parent manages, too. */
    @Test
    void hasNoParentAndTheVersionOfAllOthers() {
        Element bom = project(ROOT.resolve("reliability-junit/bom/pom.xml"));

        assertThat(children(bom, "parent")).isEmpty();
        assertThat(text(bom, "version")).isEqualTo(text(project(ROOT.resolve("pom.xml")), "version"));
    }
}
