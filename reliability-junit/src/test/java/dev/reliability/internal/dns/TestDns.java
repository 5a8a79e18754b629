package dev.reliability.internal.dns;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback whose records can be changed, and which can be made to behave badly. */
public final class TestDns implements AutoCloseable {

    /** What becomes of a query. */
    public enum Mode {
        ANSWER,
        TRUNCATE,
        SILENT,
        SILENT_ONCE,
        SERVFAIL
    }

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private volatile Mode mode = Mode.ANSWER;
    private volatile boolean following;

    public TestDns() throws IOException {
        this("127.0.0.1", 0);
    }

    /** One on an address and port, or on any port if it is 0. */
    public TestDns(String address, int port) throws IOException {
        InetAddress where = InetAddress.getByName(address);
        ServerSocket stream = new ServerSocket(port, 10, where);
        DatagramSocket datagrams = datagrams(stream);
        // a port that is free for one protocol may be taken for the other
        while (datagrams == null) {
            stream.close();
            stream = new ServerSocket(port, 10, where);
            datagrams = datagrams(stream);
        }
        tcp = stream;
        udp = datagrams;
        daemon(this::serveUdp);
        daemon(this::serveTcp);
    }

    private static @Nullable DatagramSocket datagrams(ServerSocket stream) {
        try {
            return new DatagramSocket(stream.getLocalSocketAddress());
        } catch (IOException e) {
            return null;
        }
    }

    /** Replaces the records of a name, each as in a zone file: {@code "1 IN A 127.0.0.2"}. */
    public TestDns set(String name, String... lines) throws IOException {
        Name owner = Name.fromString(name, Name.root);
        StringBuilder zone = new StringBuilder();
        for (String line : lines) {
            zone.append(owner).append(' ').append(line).append('\n');
        }
        try (Master master =
                new Master(new ByteArrayInputStream(zone.toString().getBytes(StandardCharsets.US_ASCII)), Name.root)) {
            List<Record> all = new CopyOnWriteArrayList<>();
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                all.add(record);
            }
            records.put(owner, all);
        }
        return this;
    }

    /** Takes a name away: it does not exist any more. */
    public TestDns remove(String name) throws IOException {
        records.remove(Name.fromString(name, Name.root));
        return this;
    }

    /** Answers with the address of an alias as well, as a recursive server does. */
    public TestDns followAliases() {
        following = true;
        return this;
    }

    public void mode(Mode newMode) {
        mode = newMode;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    /** {@code udp A bookstore.example RD}, in the order of their arrival. */
    public List<String> queries() {
        return queries;
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }

    @Override
    public String toString() {
        return NameServer.text(address());
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                note("udp", query);
                Mode now = mode;
                if (now == Mode.SILENT_ONCE) {
                    mode = Mode.ANSWER;
                }
                if (now == Mode.SILENT || now == Mode.SILENT_ONCE) {
                    continue;
                }
                Message answer = answer(query);
                if (now == Mode.TRUNCATE) {
                    answer.getHeader().setFlag(Flags.TC);
                    answer.removeAllRecords(Section.ANSWER);
                }
                byte[] wire = answer.toWire();
                udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
            } catch (IOException e) {
                // the socket is closed, or the query is not worth an answer
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                daemon(() -> serve(socket));
            } catch (IOException e) {
                // the socket is closed
            }
        }
    }

    /** Answers questions, of which clients send several over one connection. */
    private void serve(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            while (!tcp.isClosed()) {
                Message query = new Message(in.readNBytes(in.readUnsignedShort()));
                note("tcp", query);
                byte[] wire = answer(query).toWire();
                out.writeShort(wire.length);
                out.write(wire);
                out.flush();
            }
        } catch (IOException e) {
            // the client is gone, or its query is not worth an answer
        }
    }

    private void note(String transport, Message query) {
        Record question = query.getQuestion();
        queries.add(transport + " " + Type.string(question.getType()) + " "
                + question.getName().toString(true) + (query.getHeader().getFlag(Flags.RD) ? " RD" : ""));
    }

    private Message answer(Message query) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        Record question = query.getQuestion();
        answer.addRecord(question, Section.QUESTION);
        List<Record> known = records.get(question.getName());
        if (mode == Mode.SERVFAIL) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
        } else if (known == null) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        } else {
            add(answer, known, question.getType());
        }
        return answer;
    }

    private void add(Message answer, List<Record> known, int type) {
        for (Record record : known) {
            if (record.getType() == type || record.getType() == Type.CNAME) {
                answer.addRecord(record, Section.ANSWER);
            }
            if (following && record instanceof CNAMERecord alias) {
                add(answer, records.getOrDefault(alias.getTarget(), List.of()), type);
            }
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "test-dns");
        thread.setDaemon(true);
        thread.start();
    }
}
