package dev.reliability.internal.runner;

/**
 * What a front door adds to the run of its plan.
 *
 * @param display where the lines of the run are shown
 * @param chapters what it writes into the journal
 * @param participant what it does in between and judges at the end
 */
public record FrontDoor(Display display, Chapters chapters, Participant participant) {

    /** One that only shows what happens; the caller looks at the result or throws it. */
    public static FrontDoor showing(Display display) {
        return new FrontDoor(display, Chapters.NONE, Participant.NONE);
    }
}
