import { SECRET_SHAPES } from './secret-shapes.ts';

/** A text, and what of it no store may hold. The tests of the instrumentation's redaction and of the collector's run the same. */
export interface SecretCase {
  text: string;
  /** What must be gone; of a text without it all must stay. */
  hidden?: string;
  /** Why the collector, whose expressions are RE2 and see one value at a time, does not hide it. */
  notInCollector?: string;
}

const raw = String.raw;
const BY_NAME = 'a value without a shape under a name: to hide it by RE2 would take the quotes, and JSON would be none';
const ESCAPED = 'RE2 reads no escapes';
const RANDOM = 'Ab3dEf6hIj9kLm2nOp5qRs8tUv1w';

/** One for each shape of the table: every issuer that is known. */
export const SHAPE_CASES: readonly SecretCase[] = SECRET_SHAPES.map(({ example }) => ({
  text: `a ${example} b`,
  hidden: example,
}));

export const SECRET_CASES: readonly SecretCase[] = [
  // Key formats beside the examples of the table.
  ...[
    `sk-proj-${RANDOM}`,
    `sk-svcacct-${RANDOM}`,
    `sk-admin-${RANDOM}`,
    `sk-ant-api03-${RANDOM}-${RANDOM}`,
    `sk-ant-admin01-${RANDOM}`,
    `sk-or-v1-${'0123456789abcdef'.repeat(4)}`,
    `sk-lf-01234567-89ab-4cde-8f01-23456789abcd0123456789`,
    `sk-helicone-${RANDOM}`,
    `ghu_${RANDOM}0123456789`,
    `ghr_${RANDOM}0123456789`,
    `glrt-${RANDOM}`,
    `xoxp-123456789012-123456789012-${RANDOM}`,
    `lsv2_sk_0123456789abcdef0123456789abcdef_0123456789`,
    `dop_v1_${'0123456789abcdef'.repeat(4)}`,
    `shpat_${'0123456789abcdef'.repeat(2)}`,
    `glsa_${RANDOM}_0123abcd`,
    `glc_eyJ${RANDOM}${RANDOM}`,
    `hvs.${RANDOM}${RANDOM}`,
    `lin_api_${RANDOM}`,
    `ntn_${RANDOM}`,
    `NRAK-${RANDOM.toUpperCase()}`,
    `sntrys_${RANDOM}`,
  ].map((key) => ({ text: `the key ${key} is`, hidden: key.slice(-16) })),
  // URLs.
  { text: 'postgres://app:pw@db/x', hidden: 'app:pw' },
  { text: raw`{"url":"postgres:\/\/app:pw@db"}`, hidden: 'app:pw' },
  { text: raw`{"a":"{\"url\":\"postgres:\\\/\\\/app:pw@db\"}"}`, hidden: 'app:pw', notInCollector: ESCAPED },
  { text: 'see postgres://app:p(w@db/x)', hidden: 'p(w' },
  { text: 'amqp://app:p)w,(x@mq:5672', hidden: 'p)w,(x' },
  { text: 'mysql://root:p[w]d@db', hidden: 'p[w]d' },
  { text: 'redis://:p{w}d@cache:6379', hidden: 'p{w}d' },
  {
    text: 'mongodb+srv://app:p/w/d@cluster.example/x',
    hidden: 'p/w/d',
    notInCollector: 'a slash ends the host of other URLs',
  },
  { text: 'postgres:&#47;&#47;app:pw123@db', hidden: 'pw123', notInCollector: ESCAPED },
  { text: 'x?u=postgres%3a%2f%2fapp%3apw123%40db', hidden: 'pw123', notInCollector: ESCAPED },
  { text: 'https://h/x?pwd=hunter2', hidden: 'hunter2' },
  { text: 'https://h/x?pass=hunter2', hidden: 'hunter2', notInCollector: 'the ending of too many other names' },
  { text: 'https://h/x?a=1&password=hun(ter2', hidden: 'ter2', notInCollector: 'a bracket ends a value of code' },
  { text: `https://h/v1?key=${RANDOM}`, hidden: RANDOM },
  { text: `https://s3/x?X-Amz-Signature=${'0123456789abcdef'.repeat(4)}`, hidden: '0123456789abcdef' },
  // Names.
  { text: 'password: CANpw7', hidden: 'CANpw7', notInCollector: BY_NAME },
  { text: 'my password: CANpw7, please', hidden: 'CANpw7', notInCollector: BY_NAME },
  { text: 'db:\n  password: hunter\n  port: 1', hidden: 'hunter', notInCollector: BY_NAME },
  { text: 'passwd: Abc!', hidden: 'Abc!', notInCollector: BY_NAME },
  { text: 'DB_PASSWORD=hun(ter2 next', hidden: 'ter2', notInCollector: 'a bracket ends a value of code' },
  { text: 'password=p(w)x9', hidden: 'w)x9', notInCollector: 'a bracket ends a value of code' },
  { text: '{"pwd":"hunter2"}', hidden: 'hunter2', notInCollector: BY_NAME },
  { text: raw`{"pass\u0077ord":"hunter2"}`, hidden: 'hunter2', notInCollector: ESCAPED },
  { text: raw`{"\u0070assword":"hunter2"}`, hidden: 'hunter2', notInCollector: ESCAPED },
  { text: raw`{"a":"{\"pass\\u0077ord\":\"hunter2\"}"}`, hidden: 'hunter2', notInCollector: ESCAPED },
  { text: raw`{"pass\u0077ord":12345678}`, hidden: '12345678', notInCollector: ESCAPED },
  { text: '&quot;password&quot;: &quot;hunter2&quot;', hidden: 'hunter2', notInCollector: ESCAPED },
  { text: 'p%61ssword%3Dhunter2', hidden: 'hunter2', notInCollector: ESCAPED },
  { text: raw`client\x5fsecret="hunter2"`, hidden: 'hunter2', notInCollector: ESCAPED },
  // Keys in another notation.
  { text: raw`{"a":"\u0073k-proj-${RANDOM}"}`, hidden: RANDOM, notInCollector: ESCAPED },
  { text: `s%6b-proj-${RANDOM}`, hidden: RANDOM, notInCollector: ESCAPED },
  { text: `&#115;k-proj-${RANDOM}`, hidden: RANDOM, notInCollector: ESCAPED },
  { text: `sk&#45;proj-${RANDOM}`, hidden: RANDOM, notInCollector: ESCAPED },
  { text: raw`sk\u{2d}proj-${RANDOM}`, hidden: RANDOM, notInCollector: ESCAPED },
  { text: `Bearer%2520${RANDOM}`, hidden: RANDOM, notInCollector: ESCAPED },
  // What is no secret.
  ...[
    'id 3f2504e0-4f89-41d3-9a0c-0305e82c3301 of commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b',
    'gpt-4o-2024-08-06, claude-opus-4-5-20251101, meta-llama/Llama-3.3-70B-Instruct-Turbo',
    'task-summarizer-production-eu risk-assessment-model-v2 secret_manager_configuration_name ops_team_weekly_report_for_all',
    'def connect(user: str, password: str = None, token: Optional[str] = None): pass',
    'interface Login { user: string; password: string; pwd: string }',
    'Password: must have 8 characters. Forgot your password? Your secret: never tell it.',
    'password = getpass.getpass("Password: "); conn = connect(password=get_password(user), pwd=settings.pwd)',
    'Client(api_key=settings.openai_api_key, client_secret=config.client_secret, access_token=session.access_token)',
    'cd /home/app && export PWD=/home/app; echo $PASSWORD; password=${DB_PASSWORD}',
    raw`{"path":"C:\\users\\x","re":"a\/b","percent":"100%25 of 50% & more &amp; done","u":"\u00e9t\u00e9 \u0041BC"}`,
    '"usage":{"prompt_tokens":1200,"completion_tokens":119,"total_tokens":1319},"max_tokens":4096',
    'https://example.com:8080/@scope/pkg?id=7&monkey=1 and http://localhost:3000/a@b, mail me@example.com',
    'vcs_provider_of_the_whole_team_and_others, fc-barcelona-in-the-champions-league, pul-sating and llx-ternally',
  ].map((text) => ({ text })),
];
