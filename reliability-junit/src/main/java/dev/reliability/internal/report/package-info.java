/**
 * What people look at after a build. Data flows one way, and only from files, so that any process can write a report again:
 *
 * <pre>
 * journal.json ─► JournalReader ─► ReportedExperiment ─┐
 * manifest     ─► Unwritten ───────────────────────────┼─► ReportedBuild ─► HtmlReport · SummaryJson · SummaryMarkdown
 * </pre>
 *
 * What cannot be read is named in its place; nothing here changes a verdict. Internal: may change at any time.
 */
@NullMarked
package dev.reliability.internal.report;

import org.jspecify.annotations.NullMarked;
