package shop;

import dev.reliability.junit.ExperimentFiles;

@ExperimentFiles("experiments")
class ExperimentsTest {}
