package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Projects that are modules require this jar by a name that stays, and no other jar beside it has one of its packages. */
class ModuleNameIT {

    private static final String NAME = "dev.reliability.k8s";

    @Test
    void hasANameThatStaysAndPackagesOfItsOwn() {
        Path[] jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .toArray(Path[]::new);
        Map<String, ModuleDescriptor> modules = ModuleFinder.of(jars).findAll().stream()
                .map(ModuleReference::descriptor)
                .collect(Collectors.toMap(ModuleDescriptor::name, Function.identity()));

        ModuleDescriptor own = modules.remove(NAME);
        assertThat(own).as(NAME).isNotNull().matches(ModuleDescriptor::isAutomatic);
        assertThat(own.packages()).isNotEmpty().allMatch(name -> name.startsWith("dev.reliability."));
        assertThat(modules).hasSizeGreaterThan(10);
        assertThat(modules.values())
                .allSatisfy(other -> assertThat(other.packages()).doesNotContainAnyElementsOf(own.packages()));
    }
}
