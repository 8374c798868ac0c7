import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import type { SpanRow } from './records.ts';

/** The ledger drops longer texts, such as those of a megabyte: see `tests/engine/ledger-bounds.test.ts`. */
const MAX_TEXT_BYTES = 4_096;

/** Texts that a page could run, misread or choke on, each in every field. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  html: `<img src=/pwned onerror="window.pwned=1;alert(1)"><svg onload=alert(2)><script>window.pwned=1</script><a href="javascript:alert(3)">x</a>`,
  quotes: `"><script src=/pwned></script>'"\`\${alert(1)}{{constructor.constructor('alert(1)')()}}</textarea></style>`,
  formula: '=HYPERLINK("http://127.0.0.1:1/pwned"&A1,"x");\t@SUM(1)\r\n+1',
  bidi: '\u202Etxt.exe\u202D\u2066\u200B\u2060\u00AD\uFEFF\u{E0041} عربى',
  long: `${'long text '.repeat(Math.floor(MAX_TEXT_BYTES / 10) - 1)}end`,
  hidden: '\u200B\u202E'.repeat(Math.floor(MAX_TEXT_BYTES / 6)),
};
const BROKEN_MARK = 'BROKEN-UTF8-MARK';
const BROKEN_NAME = 'broken';

/** What decides how a record is shown, and which record it is. */
const KEPT: readonly AttributeKey[] = ['recordType', 'state', 'attempts', 'costLines'];

/** The bytes of rows, with bytes that are no UTF-8 where a text has the mark. */
export function withBrokenUtf8(text: string): Uint8Array<ArrayBuffer> {
  const parts = text.split(BROKEN_MARK).map((part) => Buffer.from(part));
  return new Uint8Array(
    Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.of(0xff, 0xfe), part]))),
  );
}

const TEXTS = Object.entries({ ...HOSTILE_TEXTS, [BROKEN_NAME]: `a${BROKEN_MARK}b` });

/** The names of the texts: the session of each record. */
export const HOSTILE_SESSIONS: readonly string[] = TEXTS.map(([name]) => name);

/** Spans of the ledger with hostile texts, which no collector would pass on. They start one millisecond after the other. */
export function hostileRows(startMs: number): SpanRow[] {
  return TEXTS.map(([name, text], index) => ({
    Timestamp: new Date(startMs + index).toISOString().replace('T', ' ').replace('Z', '000000'),
    TraceId: (0xbad000 + index).toString(16).padStart(32, '0'),
    SpanId: (0xbad000 + index).toString(16).padStart(16, '0'),
    SpanName: text,
    ServiceName: text,
    ResourceAttributes: attributesOn('resource', text),
    SpanAttributes: {
      ...attributesOn('span', text),
      'tokentrail.record.type': 'usage',
      'tokentrail.record.state': 'failed',
      [ATTRIBUTES.tags.name]: JSON.stringify({ [text]: text }),
      [ATTRIBUTES.finishReasons.name]: JSON.stringify([text]),
      [ATTRIBUTES.sessionId.name]: name,
    },
    Duration: '1000000',
  }));
}

function attributesOn(position: 'span' | 'resource', text: string): Record<string, string> {
  const keys = Object.keys(ATTRIBUTES) as AttributeKey[];
  return Object.fromEntries(
    keys
      .filter((key) => ATTRIBUTES[key].on === position && ATTRIBUTES[key].store === 'ledger')
      .filter((key) => ATTRIBUTES[key].type === 'string' && !KEPT.includes(key))
      .map((key) => [ATTRIBUTES[key].name, text]),
  );
}
