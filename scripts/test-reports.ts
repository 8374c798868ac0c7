/** Counts of a test report. Reports come from Jest's --json, Node's TAP reporter or Playwright's JSON reporter. */
export interface Counts {
  passed: number;
  failed: number;
  /** Name and skip reason of each skipped test. */
  skipped: string[];
  /** Tests that failed once and passed when repeated. */
  repeated?: string[];
}

interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  /** Number of test files that could not be loaded. */
  numRuntimeErrorTestSuites: number;
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
}

export function readJestReport(text: string): Counts {
  const report = JSON.parse(text) as JestReport;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.testResults
      .flatMap((file) => file.assertionResults)
      .filter((test) => test.status === 'pending' || test.status === 'todo')
      .map((test) => test.fullName),
  };
}

/**
 * Reads the totals at the end of a TAP report, and the skipped tests from lines such as `ok 3 - name # SKIP reason`, which may
 * be indented.
 */
export function readTapReport(text: string): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: [] };
  const total = (name: string) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  counts.passed = total('pass');
  counts.failed = total('fail') + total('cancelled');
  counts.skipped = [...text.matchAll(/^\s*(?:not )?ok \d+ - (.*?) # (?:SKIP|TODO)\s*(.*)$/gm)].map(
    ([, name, reason]) => `${name}: ${reason || 'no reason given'}`,
  );
  return counts;
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: { title: string; tests: { status: string; annotations: { type: string; description?: string }[] }[] }[];
}

interface PlaywrightReport extends PlaywrightSuite {
  errors: unknown[];
}

export function readPlaywrightReport(text: string): Counts {
  const report = JSON.parse(text) as PlaywrightReport;
  const counts: Counts = { passed: 0, failed: report.errors.length, skipped: [] };
  const visit = (suite: PlaywrightSuite): void => {
    for (const spec of suite.specs ?? []) {
      for (const { status, annotations } of spec.tests) {
        if (status === 'skipped') {
          const reason = annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given';
          counts.skipped.push(`${spec.title}: ${reason}`);
        } else if (status === 'expected') {
          counts.passed++;
        } else if (status === 'flaky') {
          counts.passed++;
          (counts.repeated ??= []).push(spec.title);
        } else {
          counts.failed++;
        }
      }
    }
    suite.suites?.forEach(visit);
  };
  visit(report);
  return counts;
}
