package dev.reliability.internal.link;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** What one side of a connection waits for, by the flow that reads from it and the flow that writes to it. */
final class Interest {

    private Interest() {}

    static int of(Flow reads, Flow writes) {
        return (reads.wantsRead() ? SelectionKey.OP_READ : 0) | (writes.wantsWrite() ? SelectionKey.OP_WRITE : 0);
    }

    static void watch(SelectionKey key, int ops) {
        if (key.isValid() && key.interestOps() != ops) {
            key.interestOps(ops);
        }
    }

    /** Does what the side is ready for; what waits to be written goes first. */
    static void serve(SelectionKey key, Flow reads, Flow writes) throws IOException {
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            writes.drain();
        }
        if ((ready & SelectionKey.OP_READ) != 0) {
            reads.pump((SocketChannel) key.channel());
        }
    }
}
