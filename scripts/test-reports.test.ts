import { readJestReport, readPlaywrightReport, readTapReport } from './test-reports.ts';

test('a Jest file that cannot be loaded counts as failed', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 1,
    testResults: [{ assertionResults: [{ status: 'pending', fullName: 'needs a Tempo' }] }],
  };
  expect(readJestReport(JSON.stringify(report))).toEqual({ passed: 3, failed: 1, skipped: ['needs a Tempo'] });
});

test('reads the totals of a TAP report and the reasons of skipped tests', () => {
  const tap = [
    'TAP version 13',
    '    ok 1 - inner # SKIP GRAFANA_URL is not set',
    'ok 1 - outer',
    '# tests 4',
    '# pass 2',
    '# fail 1',
    '# cancelled 1',
    '# skipped 1',
  ].join('\n');
  expect(readTapReport(tap)).toEqual({ passed: 2, failed: 2, skipped: ['inner: GRAFANA_URL is not set'] });
});

test('counts nested specs of a Playwright report, and names those that passed when repeated', () => {
  const spec = (status: string, annotations: object[] = []) => ({ title: status, tests: [{ status, annotations }] });
  const report = {
    errors: [],
    suites: [
      {
        specs: [spec('expected'), spec('flaky')],
        suites: [{ specs: [spec('skipped', [{ type: 'skip', description: 'no Grafana' }]), spec('unexpected')] }],
      },
    ],
  };
  expect(readPlaywrightReport(JSON.stringify(report))).toEqual({
    passed: 2,
    failed: 1,
    skipped: ['skipped: no Grafana'],
    repeated: ['flaky'],
  });
});
