package dev.reliability.samples.bookstore;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.xbill.DNS.Message;

/** Carries DNS messages over UDP and TCP on the same port number. */
final class DnsServer implements AutoCloseable {

    private static final int TCP_CONNECTIONS = 16;
    private static final int TCP_IDLE_MILLIS = 5_000;
    private static final int ATTEMPTS_FOR_A_PORT = 20;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final UnaryOperator<Message> zone;
    private final ExecutorService connections = new ThreadPoolExecutor(
            0, TCP_CONNECTIONS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), (connection, executor) -> ((Connection)
                            connection)
                    .refuse());

    private DnsServer(DatagramSocket udp, ServerSocket tcp, UnaryOperator<Message> zone) {
        this.udp = udp;
        this.tcp = tcp;
        this.zone = zone;
    }

    static DnsServer start(InetSocketAddress address, UnaryOperator<Message> zone) throws IOException {
        DnsServer server = bind(address, zone);
        new Thread(server::serveUdp, "dns-udp").start();
        new Thread(server::serveTcp, "dns-tcp").start();
        return server;
    }

    int port() {
        return udp.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        connections.shutdownNow();
    }

    /** Port 0 is free for UDP; whether the same number is free for TCP shows only when it is taken. */
    private static DnsServer bind(InetSocketAddress address, UnaryOperator<Message> zone) throws IOException {
        for (int attempt = 1; ; attempt++) {
            DatagramSocket udp = null;
            try {
                udp = new DatagramSocket(address);
                ServerSocket tcp = new ServerSocket(udp.getLocalPort(), TCP_CONNECTIONS, address.getAddress());
                return new DnsServer(udp, tcp, zone);
            } catch (IOException e) {
                if (udp != null) {
                    udp.close();
                }
                if (address.getPort() != 0 || attempt == ATTEMPTS_FOR_A_PORT) {
                    throw new IOException("cannot listen on " + address.getHostString() + ":" + address.getPort(), e);
                }
            }
        }
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException | RuntimeException e) {
                complain("UDP", e);
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                connections.execute(new Connection(tcp.accept()));
            } catch (IOException | RuntimeException e) {
                complain("TCP", e);
            }
        }
    }

    private byte[] answer(byte[] query) throws IOException {
        return zone.apply(new Message(query)).toWire();
    }

    private void complain(String protocol, Exception e) {
        if (!udp.isClosed()) {
            System.err.println("query over " + protocol + " failed: " + SampleMain.describe(e));
        }
    }

    private final class Connection implements Runnable {

        private final Socket socket;

        Connection(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void run() {
            try (socket;
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
                socket.setSoTimeout(TCP_IDLE_MILLIS);
                while (true) {
                    byte[] query = new byte[in.readUnsignedShort()];
                    in.readFully(query);
                    byte[] answer = answer(query);
                    byte[] framed = new byte[answer.length + 2];
                    framed[0] = (byte) (answer.length >> 8);
                    framed[1] = (byte) answer.length;
                    System.arraycopy(answer, 0, framed, 2, answer.length);
                    out.write(framed);
                }
            } catch (EOFException | java.net.SocketTimeoutException e) {
                // the client is done
            } catch (IOException | RuntimeException e) {
                complain("TCP", e);
            }
        }

        void refuse() {
            try {
                socket.close();
            } catch (IOException e) {
                complain("TCP", e);
            }
        }
    }
}
