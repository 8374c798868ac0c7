import fc from 'fast-check';
import { EXPORT_FIELDS, EXPORT_FORMATS, exportField } from '../export/export-columns.ts';
import { exportRecords, type ExportRequest } from '../export/export-records.ts';
import { lineWriter } from '../export/write-record.ts';
import { CONDITIONS_BY_FIELD } from './arbitrary-conditions.ts';
import { arbitraryBatches, inWindow } from './arbitrary-records.ts';
import { NaiveLedger } from './naive-ledger.ts';
import { PROPERTY_RUNS, version, type TestLedger } from './test-ledger.ts';

const BATCHES = { minVersions: 150, ids: 120 };
/** The store sets the time of arrival, and some stores set a state of an amount without one. */
const SET_BY_STORE = /^receivedAtMs$|^cost.*State$/;
const COMPARED = EXPORT_FIELDS.filter((key) => !SET_BY_STORE.test(key));

/** Texts that a spreadsheet would compute, or that could end a cell, a line or a text. */
const HOSTILE = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(1)',
  '\t=1',
  '\rx',
  '\nx',
  ' \u00a0\u200b=1',
  '"=1"',
  '\u201c=1',
  '＝1',
  '\u202e=1',
  'a;=1',
  'a;\t "=1;;-2',
  'a\n@b',
  'a, =b',
  'a=b',
  '"',
  '""\r\n"x"',
  "'",
  '\\',
  '\\/ \\" \\n',
  '</script><img src=x onerror=alert(1)>',
  '\u0001\u007f\u0085\u2028\u2029',
  '日本 🎉 é',
];

/** Tests files of records: what `exportRecords` writes, and what the engine writes by itself. */
export function describeExports(store: TestLedger): void {
  describe('exports', () => {
    test('the file has what the reference ledger selects, for random filters', async () => {
      const range = store.nextWindow();
      const naive = new NaiveLedger();
      const [batches = []] = fc.sample(arbitraryBatches(store.capabilities, BATCHES), 1);
      for (const batch of batches.map((versions) => versions.map((one) => inWindow(one, range.fromMs)))) {
        naive.insert(batch);
        await store.insert(batch);
      }
      const filters = fc.option(fc.oneof(...CONDITIONS_BY_FIELD.values()), { nil: null });
      await fc.assert(
        fc.asyncProperty(filters, fc.constantFrom(...EXPORT_FORMATS), async (condition, format) => {
          const filter = { conditions: condition === null ? [] : [condition] };
          const expected = naive.list({ range, filter });
          const writer = lineWriter(format, COMPARED);
          await expectFile(store, { range, filter, format, columns: COMPARED }, [
            writer.first(),
            ...expected.map((record) => writer.record(record)),
            writer.last(expected.length),
          ]);
        }),
        { numRuns: PROPERTY_RUNS * 3 },
      );
    }, 120_000);

    test('the file has each text as it is stored, except for the cells of a spreadsheet', async () => {
      const range = store.nextWindow();
      await store.insert(
        HOSTILE.map((text, index) =>
          version(range.fromMs, index, {
            requestModel: text,
            tags: JSON.stringify({ [text]: text }),
            finishReasons: [text, text],
          }),
        ),
      );
      const { records } = await store.ledger.list({ range, filter: {}, limit: 500 });
      expect(records).toHaveLength(HOSTILE.length);
      for (const format of EXPORT_FORMATS) {
        const writer = lineWriter(format, EXPORT_FIELDS);
        await expectFile(store, { range, filter: {}, format, columns: EXPORT_FIELDS }, [
          writer.first(),
          ...records.map((record) => writer.record(record)),
          writer.last(records.length),
        ]);
      }
    });

    test('a file without records has a header and the number of rows', async () => {
      const request = { range: store.nextWindow(), filter: {}, columns: [exportField('trace_id')!] };
      await expectFile(store, { ...request, format: 'csv' }, ['trace_id\r\n', '# 0 rows\r\n']);
      await expectFile(store, { ...request, format: 'jsonl' }, ['{"rows":0}\n']);
    });
  });
}

/** Compares the file that `exportRecords` writes, and the one of the engine, with these lines. */
async function expectFile(store: TestLedger, request: ExportRequest, lines: readonly string[]): Promise<void> {
  const chunks: string[] = [];
  for await (const chunk of exportRecords(store.ledger, request)) {
    chunks.push(chunk);
  }
  expect(chunks.join('')).toEqual(lines.join(''));
  const exported = await store.exported(request);
  if (exported !== undefined) {
    expect(exported).toEqual(lines.join(''));
  }
  const part = await store.exportedPart(request);
  if (part !== undefined) {
    expect(part).toEqual(lines.slice(1, -1).join(''));
  }
}
