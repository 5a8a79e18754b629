package shop;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Runs what Failsafe does not find by its name. */
@Suite
@SelectClasses(OfSuite.class)
class SuiteIT {}
