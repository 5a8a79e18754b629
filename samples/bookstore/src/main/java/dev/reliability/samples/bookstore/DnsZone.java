package dev.reliability.samples.bookstore;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Answers for a zone with one changing address: its own name. */
final class DnsZone {

    private static final int UDP_PAYLOAD = 1232;

    private final Name origin;
    private final long ttl;
    private final InetAddress server;
    private final Supplier<String> current;
    private final Name serverName;
    private final Record soa;

    /**
     * @param origin name of the zone and of its one record
     * @param server address of the name server, as the zone says it
     * @param current the address to answer now, in dotted notation
     */
    DnsZone(Name origin, Duration ttl, InetAddress server, Supplier<String> current) {
        this.origin = origin;
        this.ttl = ttl.toSeconds();
        this.server = server;
        this.current = current;
        this.serverName = below(origin, "ns");
        this.soa = new SOARecord(
                origin, DClass.IN, this.ttl, serverName, below(origin, "hostmaster"), 1, 60, 60, 3600, this.ttl);
    }

    Message answer(Message query) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setOpcode(query.getHeader().getOpcode());
        if (query.getHeader().getFlag(Flags.RD)) {
            answer.getHeader().setFlag(Flags.RD);
        }
        Record question = query.getQuestion();
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            answer.getHeader().setRcode(Rcode.NOTIMP);
            return answer;
        }
        if (question == null) {
            answer.getHeader().setRcode(Rcode.FORMERR);
            return answer;
        }
        answer.addRecord(question, Section.QUESTION);
        if (!question.getName().subdomain(origin) || question.getDClass() != DClass.IN) {
            answer.getHeader().setRcode(Rcode.REFUSED);
        } else {
            answer.getHeader().setFlag(Flags.AA);
            fill(answer, question);
        }
        if (query.getOPT() != null) {
            answer.addRecord(new org.xbill.DNS.OPTRecord(UDP_PAYLOAD, 0, 0), Section.ADDITIONAL);
        }
        return answer;
    }

    private void fill(Message answer, Record question) {
        Name name = question.getName();
        int type = question.getType();
        boolean any = type == Type.ANY;
        if (name.equals(origin)) {
            if (any || type == Type.A) {
                answer.addRecord(
                        new ARecord(name, DClass.IN, ttl, DnsFrontDoor.address(current.get())), Section.ANSWER);
            }
            if (any || type == Type.NS) {
                answer.addRecord(new NSRecord(name, DClass.IN, ttl, serverName), Section.ANSWER);
                answer.addRecord(serverAddress(), Section.ADDITIONAL);
            }
            if (any || type == Type.SOA) {
                answer.addRecord(soa, Section.ANSWER);
            }
        } else if (name.equals(serverName)) {
            if (any || type == Type.A) {
                answer.addRecord(serverAddress(), Section.ANSWER);
            }
        } else {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        if (answer.getSection(Section.ANSWER).isEmpty()) {
            answer.addRecord(soa, Section.AUTHORITY);
        }
    }

    private Record serverAddress() {
        return new ARecord(serverName, DClass.IN, ttl, server);
    }

    private static Name below(Name origin, String label) {
        try {
            return Name.concatenate(Name.fromConstantString(label), origin);
        } catch (NameTooLongException e) {
            throw new IllegalArgumentException("the name " + origin + " is too long", e);
        }
    }
}
