package dev.reliability.samples.bookstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Questions to one DNS server, past every cache. */
final class DnsAnswers {

    private DnsAnswers() {}

    /**
     * The first address of a name.
     *
     * @throws UncheckedIOException if there is no answer
     */
    static String first(String name, String server) {
        try {
            SimpleResolver resolver = new SimpleResolver(server);
            resolver.setTimeout(Duration.ofSeconds(2));
            Record question = Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN);
            List<Record> answers = resolver.send(Message.newQuery(question)).getSection(Section.ANSWER);
            if (answers.isEmpty()) {
                throw new IOException("no address of " + name);
            }
            return answers.get(0).rdataToString();
        } catch (IOException e) {
            throw new UncheckedIOException(server + " does not answer", e);
        }
    }
}
