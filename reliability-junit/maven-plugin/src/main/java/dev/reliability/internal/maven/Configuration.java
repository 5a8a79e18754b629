package dev.reliability.internal.maven;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** What a pom asks of the plugin. Maven passes over names that no goal knows, and a gate that was misspelt would check less. */
final class Configuration {

    private Configuration() {}

    /** Returns the names that no goal of the plugin knows. */
    static List<String> unknown(MojoExecution execution) {
        Set<String> known = new LinkedHashSet<>();
        for (MojoDescriptor mojo :
                execution.getMojoDescriptor().getPluginDescriptor().getMojos()) {
            mojo.getParameters().stream().map(Parameter::getName).forEach(known::add);
        }
        PluginExecution ofPom = execution.getPlugin().getExecutionsAsMap().get(execution.getExecutionId());
        Set<String> written = new LinkedHashSet<>(names(execution.getPlugin().getConfiguration()));
        written.addAll(names(ofPom == null ? null : ofPom.getConfiguration()));
        written.removeAll(known);
        return new ArrayList<>(written);
    }

    private static List<String> names(@Nullable Object configuration) {
        return configuration instanceof Xpp3Dom dom
                ? Stream.of(dom.getChildren()).map(Xpp3Dom::getName).toList()
                : List.of();
    }
}
