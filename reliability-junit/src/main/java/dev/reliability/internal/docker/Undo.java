package dev.reliability.internal.docker;

import dev.reliability.spi.UndoRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The one order to an engine that undoes what was done to a container: given by the run itself, by the {@link ContainerGuard}, or by
 * a later run that reads of it.
 */
sealed interface Undo {

    /** Key in an {@link UndoRecord}: what is ordered. */
    String WORD = "undo";

    /** One that was stopped or killed is started again. */
    record Start() implements Undo {

        @Override
        public String word() {
            return "start";
        }

        @Override
        public boolean due(Container now) {
            return !now.running();
        }

        @Override
        public List<String> left(Container now) {
            return now.down().map(why -> "container " + now.name() + " " + why).stream()
                    .toList();
        }
    }

    /** One that was paused goes on. */
    record Unpause() implements Undo {

        @Override
        public String word() {
            return "unpause";
        }

        @Override
        public boolean due(Container now) {
            return now.paused();
        }

        @Override
        public List<String> left(Container now) {
            return now.paused() ? List.of("container " + now.name() + " is still paused") : List.of();
        }
    }

    /** One that was taken off a network gets back to it, with the names and the fixed address that it had there. */
    record Connect(Attachment attachment) implements Undo {

        private static final String NETWORK = "network";
        private static final String ID = "network-id";
        private static final String SETTINGS = "settings";

        @Override
        public String word() {
            return "connect";
        }

        @Override
        public Map<String, String> data() {
            Map<String, String> data = new LinkedHashMap<>(Undo.super.data());
            data.put(NETWORK, attachment.network());
            data.put(ID, attachment.id());
            data.put(SETTINGS, attachment.settings());
            return data;
        }

        static Connect read(Map<String, String> data) {
            return new Connect(new Attachment(
                    data.getOrDefault(NETWORK, ""),
                    data.getOrDefault(ID, ""),
                    data.getOrDefault(SETTINGS, "{}"),
                    true));
        }

        @Override
        public String path(String container) {
            return "/networks/" + attachment.id() + "/connect";
        }

        @Override
        public String body(String container) {
            return "{\"Container\":\"" + container + "\",\"EndpointConfig\":" + attachment.settings() + "}";
        }

        @Override
        public boolean due(Container now) {
            return !now.on(attachment.network()) || !present(now).has(attachment);
        }

        private Attachment present(Container now) {
            return Objects.requireNonNull(now.networks().get(attachment.network()));
        }

        @Override
        public List<String> left(Container now) {
            if (!now.on(attachment.network())) {
                return List.of("container " + now.name() + " is not on network " + attachment.network());
            }
            return due(now)
                    ? List.of("container " + now.name() + " is on network " + attachment.network()
                            + " without the names and addresses that it had there")
                    : List.of();
        }

        /** An engine changes nothing of how a container is connected: it has to be taken off once more. */
        @Override
        public void play(DockerEngine engine, String id) {
            engine.container(id).filter(this::due).ifPresent(now -> {
                if (now.on(attachment.network())) {
                    engine.disconnect(now, attachment);
                }
                engine.order(this, now);
            });
        }

        /** A network that was removed does not come back, and one of the same name is another. */
        @Override
        public Optional<String> obstacle(DockerEngine engine) {
            return engine.hasNetwork(attachment)
                    ? Optional.empty()
                    : Optional.of("network " + attachment.network() + " was removed by somebody else");
        }

        @Override
        public String command(String container) {
            return "network connect " + attachment.options() + attachment.word() + " " + container;
        }
    }

    /** What is ordered, as the engine and its own client call it. */
    String word();

    /** What is written down of it. */
    default Map<String, String> data() {
        return Map.of(WORD, word());
    }

    /** Where it is sent. */
    default String path(String container) {
        return "/containers/" + container + "/" + word();
    }

    /** What is sent along, as JSON; nothing by default. */
    default String body(String container) {
        return "";
    }

    /** Whether a container needs it. */
    boolean due(Container now);

    /** Says why nobody can do it any more, asked where something is left; nothing by default. */
    default Optional<String> obstacle(DockerEngine engine) {
        return Optional.empty();
    }

    /** What is left to be undone, a clause each. */
    List<String> left(Container now);

    /** The same in the words of the engine's own client. */
    default String command(String container) {
        return word() + " " + container;
    }

    /** Gives the order, unless the container does not need it or is gone. */
    default void play(DockerEngine engine, String id) {
        engine.container(id).filter(this::due).ifPresent(now -> engine.order(this, now));
    }

    /** Reads what was written down; empty where the engine has nothing to undo. */
    static Optional<Undo> of(UndoRecord record) {
        String word = record.data().getOrDefault(WORD, "");
        return switch (word) {
            case "" -> Optional.empty();
            case "start" -> Optional.of(new Start());
            case "unpause" -> Optional.of(new Unpause());
            case "connect" -> Optional.of(Connect.read(record.data()));
            default ->
                throw new IllegalArgumentException("the record of " + record.fault() + " asks an engine to " + word
                        + " a container, which this version does not know");
        };
    }
}
