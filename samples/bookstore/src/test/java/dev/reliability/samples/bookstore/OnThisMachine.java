package dev.reliability.samples.bookstore;

import dev.reliability.junit.ReliabilityProperty;

/** Tells the profile on which ports of this machine the Bookstore of a test listens. */
interface OnThisMachine {

    Bookstore store();

    @ReliabilityProperty("blue.port")
    default int bluePort() {
        return store().bluePort();
    }

    @ReliabilityProperty("green.port")
    default int greenPort() {
        return store().greenPort();
    }

    @ReliabilityProperty("front-door.port")
    default int frontDoorPort() {
        return store().frontDoorPort();
    }
}
