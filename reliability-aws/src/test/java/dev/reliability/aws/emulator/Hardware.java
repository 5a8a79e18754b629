package dev.reliability.aws.emulator;

/** The machines behind the instances of the books, by their place in the list of names. */
public interface Hardware extends AutoCloseable {

    /** Returns the address at which a machine is reached, which stays its own. */
    String address(int machine);

    /** Presses the power button, and returns once the machine boots. */
    void powerOn(int machine);

    /** Cuts the power, and returns once the machine is off. */
    void powerOff(int machine);

    /** Lets a machine go down and come up by itself. */
    default void reboot(int machine) {
        powerOff(machine);
        powerOn(machine);
    }

    @Override
    void close();
}
