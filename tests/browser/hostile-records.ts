import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import type { SpanRow } from './records.ts';

/** Texts that a page could run, misread or choke on, by the user of their record. Each is in every text of the record. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  html: `<img src=/pwned onerror="window.pwned=1;alert(1)"><svg onload=alert(2)><script>window.pwned=1</script><a href="javascript:alert(3)">x</a>`,
  quotes: `"><script src=/pwned></script>'"\`\${alert(1)}{{constructor.constructor('alert(1)')()}}</textarea></style>`,
  formula: '=HYPERLINK("http://127.0.0.1:1/pwned"&A1,"x");\t@SUM(1)\r\n+1',
  bidi: '\u202Etxt.exe\u202D\u2066\u200B\u2060\u00AD\uFEFF\u{E0041} عربى',
  long: `${'long text '.repeat(100_000)}end`,
  hidden: '\u200B\u202E'.repeat(170_000),
};
const BROKEN_MARK = 'BROKEN-UTF8-MARK';
/** The user of the record with broken UTF-8. */
export const BROKEN_USER = 'broken';

/** What decides how a record is shown, and which record it is. */
const KEPT: readonly AttributeKey[] = ['recordType', 'state', 'attempts', 'costLines'];

/** The bytes of rows, with bytes that are no UTF-8 where a text has the mark. */
export function withBrokenUtf8(text: string): Uint8Array<ArrayBuffer> {
  const parts = text.split(BROKEN_MARK).map((part) => Buffer.from(part));
  return new Uint8Array(
    Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.of(0xff, 0xfe), part]))),
  );
}

/** Spans of the ledger with hostile texts, which no collector would pass on. They start `minutesAgo` one after the other. */
export function hostileRows(nowMs: number, minutesAgo: number): SpanRow[] {
  const texts = { ...HOSTILE_TEXTS, [BROKEN_USER]: `a${BROKEN_MARK}b` };
  return Object.entries(texts).map(([user, text], index) =>
    hostileRow(user, text, nowMs - minutesAgo * 60_000 + index, index),
  );
}

function hostileRow(user: string, text: string, startMs: number, index: number): SpanRow {
  const spanText = attributesOn('span', text);
  return {
    Timestamp: new Date(startMs).toISOString().replace('T', ' ').replace('Z', '000000'),
    TraceId: (0xbad000 + index).toString(16).padStart(32, '0'),
    SpanId: (0xbad000 + index).toString(16).padStart(16, '0'),
    SpanName: text,
    ServiceName: text,
    ResourceAttributes: attributesOn('resource', text),
    SpanAttributes: {
      ...spanText,
      'tokentrail.record.type': 'usage',
      'tokentrail.record.state': 'failed',
      [ATTRIBUTES.tags.name]: JSON.stringify({ [text]: text }),
      [ATTRIBUTES.finishReasons.name]: JSON.stringify([text]),
      // Found by its name; the other texts are the hostile one.
      [ATTRIBUTES.sessionId.name]: user,
    },
    Duration: '1000000',
  };
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
