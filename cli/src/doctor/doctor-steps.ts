import { appSettings } from './app-settings.ts';
import { sendToCollector } from './collector-step.ts';
import type { Finding, Step } from './finding.ts';
import { checkAdminRoutes, checkRoute } from './grafana-steps.ts';
import { checkArrival, checkLedger, checkTraces, checkViewers } from './ledger-steps.ts';
import type { Subject } from './subject.ts';
import { testRecord } from './test-record.ts';

/** The steps from the app to the page, in the order of the tests. One test record goes through all of them. */
export function doctorSteps({ app, ledger, traces, grafana, waitMs }: Subject, now: () => number): readonly Step[] {
  const { finding, endpoint } = appSettings(app.env, app.source);
  const record = testRecord(now());
  // Becomes false when a step has shown that the record is not in the ledger.
  let isExpected = false;
  return [
    { id: 'app', name: 'App settings', needs: [], run: () => Promise.resolve(finding) },
    {
      id: 'collector',
      name: 'App to collector',
      needs: ['app'],
      run: async () => {
        const sent = endpoint === undefined ? finding : await sendToCollector(endpoint, record, now);
        isExpected = sent.state !== 'failed';
        return sent;
      },
    },
    {
      id: 'ledger',
      name: 'Ledger',
      needs: [],
      run: async () => (ledger === undefined ? notConfigured(NO_LEDGER) : checkLedger(ledger)),
    },
    {
      id: 'arrival',
      name: 'Collector to ledger',
      needs: ['collector', 'ledger'],
      run: async () => {
        const arrived = ledger === undefined ? notConfigured(NO_LEDGER) : await checkArrival(ledger, record, waitMs);
        isExpected = arrived.state !== 'failed';
        return arrived;
      },
    },
    {
      id: 'viewers',
      name: 'Rights of viewers',
      needs: ['ledger'],
      run: async () => (ledger === undefined ? notConfigured(NO_LEDGER) : checkViewers(ledger)),
    },
    {
      id: 'traces',
      name: 'Collector to traces store',
      needs: ['collector'],
      run: async () => (traces === undefined ? notConfigured(NO_TRACES) : checkTraces(traces, record.key, waitMs)),
    },
    {
      id: 'grafana',
      name: 'Grafana to ledger',
      needs: [],
      run: async () =>
        grafana === undefined ? notConfigured(NO_GRAFANA) : checkRoute(grafana, isExpected ? record.key : null, waitMs),
    },
    {
      id: 'grafana-admins',
      name: 'Grafana to attempts and traces',
      needs: ['grafana'],
      run: async () => (grafana === undefined ? notConfigured(NO_GRAFANA) : checkAdminRoutes(grafana)),
    },
  ];
}

const NO_LEDGER = 'TOKENTRAIL_LEDGER_URL and TOKENTRAIL_LEDGER_READER_PASSWORD';
const NO_TRACES = 'TOKENTRAIL_TRACES_URL and TOKENTRAIL_TRACES_READER_PASSWORD';
const NO_GRAFANA = 'TOKENTRAIL_GRAFANA_URL and TOKENTRAIL_GRAFANA_TOKEN';

function notConfigured(names: string): Finding {
  return { state: 'skipped', text: `not tested: set ${names} to test it` };
}
