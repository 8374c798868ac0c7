import type { DataSourceInstanceSettings } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LOG_TYPES, TRACE_TYPES } from '../explore-links.ts';
import { MAX_CLOCK_DIFFERENCE_MS, SILENT_AFTER_MS } from '../record/arrival.ts';
import type { RouteTest, StoreKind } from '../store/kinds/store-kind.ts';
import type { Stores } from '../store/stores.ts';
import { readNewest } from '../usage-log/figures/newest-record.ts';
import { passed } from './finding.ts';
import { denied, findingOfNewest, findingOfProcesses } from './finding-words.ts';
import { linkProblem } from './link-problem.ts';
import type { Step } from './run-steps.ts';
import { testRoute, type OpenedDataSource } from './test-route.ts';

/** What the steps test. */
export interface ChainSubject {
  kind: StoreKind;
  /** Opens the stores of the data source. Rejects with `StoreError`, or `UnknownDataSourceError`. */
  open(): Promise<Stores>;
  /** Names of the data source's secure fields that are set. Null if the user may not read its settings. */
  readSecureFields(signal: AbortSignal): Promise<ReadonlySet<string> | null>;
  /** Whether the user may read attempts and content. */
  mayReadTraces: boolean;
  /** Data sources that the links of a record lead to. */
  links: { trace: LinkSubject; logs: LinkSubject };
}

/** Null: none is chosen. Undefined: the chosen one does not exist. */
export type LinkSubject = DataSourceInstanceSettings | undefined | null;

const PROCESSES = 1000;

/** The steps from the data source to the links, in the order of the tests. */
export function chainSteps(subject: ChainSubject): readonly Step[] {
  let opened: OpenedDataSource | null = null;
  const stores = () => openOf(opened).stores;
  const dataSource: Step = {
    id: 'data-source',
    name: t('chain-test.step.data-source', 'Data source'),
    run: async (signal) => {
      const secureFields = await subject.readSecureFields(signal);
      opened = { stores: await subject.open(), secureFields };
      return passed(t('chain-test.step.data-source-passed', 'It reads {{store}}', { store: subject.kind.label }));
    },
  };
  const [ledger, ...others] = subject.kind.tests.map((test) => routeStep(test, subject, () => openOf(opened)));
  return [
    dataSource,
    ...(ledger === undefined ? [] : [ledger, ...stepsAfter(ledger.id, stores)]),
    ...others,
    linkStep('trace-links', t('chain-test.step.trace-links', 'Links to app traces'), subject.links.trace, TRACE_TYPES),
    linkStep('log-links', t('chain-test.step.log-links', 'Links to app logs'), subject.links.logs, LOG_TYPES),
  ];
}

function routeStep(test: RouteTest, { mayReadTraces }: ChainSubject, opened: () => OpenedDataSource): Step {
  return {
    id: test.route,
    name: test.name(),
    needs: 'data-source',
    run: async (signal) =>
      test.needsTracesRight && !mayReadTraces ? denied() : await testRoute(test, opened(), signal),
  };
}

/** What the ledger has says whether app and collector work. */
function stepsAfter(ledger: string, stores: () => Stores): Step[] {
  return [
    {
      id: 'records',
      name: t('chain-test.step.records', 'Records arrive'),
      needs: ledger,
      run: async (signal) => findingOfNewest(await readNewest(stores().ledger, signal), Date.now()),
    },
    {
      id: 'processes',
      name: t('chain-test.step.processes', 'Processes report'),
      needs: ledger,
      run: async (signal) => {
        const now = Date.now();
        const range = { fromMs: now - SILENT_AFTER_MS, toMs: now + MAX_CLOCK_DIFFERENCE_MS };
        return findingOfProcesses(await stores().ledger.processes({ range, limit: PROCESSES, signal }), now);
      },
    },
  ];
}

function linkStep(id: string, name: string, subject: LinkSubject, types: readonly string[]): Step {
  return {
    id,
    name,
    run: async () => {
      if (subject === null) {
        return {
          state: 'skipped',
          text: t('chain-test.step.link-none', 'No data source is chosen, so records have no link'),
        };
      }
      const problem = linkProblem(subject, types);
      return problem === undefined
        ? passed(subject?.name ?? '')
        : { state: 'failed', text: t('chain-test.step.link-broken', 'Records have no link'), remedy: problem };
    },
  };
}

function openOf(opened: OpenedDataSource | null): OpenedDataSource {
  if (opened === null) {
    throw new Error('the step of the data source must pass first');
  }
  return opened;
}
