package dev.reliability.internal.report;

import java.io.Writer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes elements. Every text and every attribute goes through {@link Visible} and is escaped, whatever it holds. */
final class Markup {

    private final XMLStreamWriter out;

    Markup(Writer writer) {
        try {
            out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(writer);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("cannot write markup", e);
        }
    }

    /** One call of the writer. */
    private interface Call {
        void make() throws XMLStreamException;
    }

    private Markup make(Call call) {
        try {
            call.make();
            return this;
        } catch (XMLStreamException e) {
            throw new MarkupException(e);
        }
    }

    /** Says that the markup could not be written, to a disk that is full, say. */
    static final class MarkupException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MarkupException(XMLStreamException cause) {
            super(cause.getMessage(), cause);
        }
    }

    Markup doctype() {
        return make(() -> out.writeDTD("<!DOCTYPE html>"));
    }

    /**
     * Opens an element.
     *
     * @param attributes names and values in turn
     */
    Markup open(String element, Object... attributes) {
        return make(() -> {
            out.writeStartElement(element);
            attributes(attributes);
        });
    }

    /** Writes an element that has no content. */
    Markup empty(String element, Object... attributes) {
        return make(() -> {
            out.writeEmptyElement(element);
            attributes(attributes);
        });
    }

    private void attributes(Object... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            out.writeAttribute((String) attributes[i], Visible.of(value(attributes[i + 1])));
        }
    }

    private static String value(Object value) {
        return value instanceof Double number ? Words.plain(number, 1) : String.valueOf(value);
    }

    /** Opens an element, writes its text and closes it. */
    Markup leaf(String element, String text, Object... attributes) {
        return open(element, attributes).text(text).close();
    }

    Markup text(String text) {
        return make(() -> out.writeCharacters(Visible.of(text)));
    }

    Markup close() {
        return make(out::writeEndElement);
    }

    void flush() {
        make(() -> {
            out.writeEndDocument();
            out.flush();
        });
    }
}
