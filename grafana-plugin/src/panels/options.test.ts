import {
  FieldType,
  getPanelDataSummary,
  PanelOptionsEditorBuilder,
  standardEditorsRegistry,
  type PanelPlugin,
} from '@grafana/data';
import { frameOfRecords } from '../datasources/usage/frame.ts';
import { EXAMPLE_RECORD } from '../record/example-record.ts';
import { plugin as requestTrace } from './requesttrace/module.ts';
import { DEFAULT_OPTIONS as TRACE_DEFAULTS, requestTraceOptions } from './requesttrace/options.ts';
import { plugin as usageLog } from './usagelog/module.ts';
import { DEFAULT_OPTIONS as LOG_DEFAULTS, usageLogOptions } from './usagelog/options.ts';

// Grafana registers its editors when it starts.
const editorOf = (id: string) => ({ id, name: id, editor: () => null });
standardEditorsRegistry.setInit(() => ['boolean', 'number', 'radio', 'select'].map(editorOf));

/** Names of the options in Grafana's panel editor. */
function namesOf<Options>(plugin: PanelPlugin<Options>): string[] {
  const builder = new PanelOptionsEditorBuilder<Options>();
  plugin.getPanelOptionsSupplier()(builder, { data: [] });
  return builder.getItems().map(({ name }) => name);
}

test('Grafana’s editor offers every option of both panels', () => {
  expect(namesOf(usageLog)).toEqual(['Density', 'Maximum rows', 'Click on a row', 'Hide names and keys', 'Columns']);
  expect(namesOf(requestTrace)).toEqual(['Request', 'Summary and cost', 'Attempts', 'Content']);
});

test('a new panel has the options of a panel that was stored without any', () => {
  expect(usageLogOptions({ options: usageLog.defaults })).toEqual(usageLogOptions({ options: {} }));
  expect(requestTraceOptions({ options: requestTrace.defaults })).toEqual(requestTraceOptions({ options: {} }));
});

test.each([
  undefined,
  null,
  'text',
  { columns: 7, density: 'huge', maxRows: -1, clickAction: 'explode', hideNames: 'yes' },
  { columns: 'no-such-column', maxRows: NaN },
])('the usage log has its default options for %j', (options) => {
  expect(usageLogOptions({ options })).toEqual(LOG_DEFAULTS);
});

test('the usage log keeps the columns that it knows, and its other options', () => {
  const options = { columns: 'cost,gone,time:120', density: 'comfortable', maxRows: 10, clickAction: 'none' };
  const read = { ...options, columns: 'cost,time:120', hideNames: true };
  expect(usageLogOptions({ options: { ...options, hideNames: true } })).toEqual(read);
});

test.each([
  undefined,
  { request: 'oldest', sections: 'all' },
  { sections: { summary: false, attempts: false, content: false } },
])('the request trace has its default options for %j', (options) => {
  expect(requestTraceOptions({ options })).toEqual(TRACE_DEFAULTS);
});

test('both panels are suggested for records, and for no other data', () => {
  const records = getPanelDataSummary([frameOfRecords('A', [EXAMPLE_RECORD])]);
  const other = getPanelDataSummary([
    { length: 1, fields: [{ name: 'time', type: FieldType.time, config: {}, values: [0] }] },
  ]);
  for (const plugin of [usageLog, requestTrace]) {
    expect(plugin.getSuggestions(records)).toHaveLength(1);
    expect(plugin.getSuggestions(other) ?? []).toEqual([]);
  }
});
