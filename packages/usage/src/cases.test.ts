import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureInBody, finishReasonOf, usageOfChat, type ReportedFailure } from './chat-response.ts';
import { countsOf } from './counts.ts';
import { ExecutedTools } from './executed-tools.ts';
import { GeminiSearches } from './gemini-searches.ts';
import { secondsOfTranscription } from './media.ts';
import { isUnknown } from './meters.ts';
import { mergeUsage } from './merge.ts';
import { normaliseUsage } from './normalise.ts';
import { toolCallsOf, type Units } from './openai-tools.ts';
import { profileOf } from './profiles.ts';
import { fieldsOf, listOf, textOf, type Fields } from './read.ts';
import { reportedCost, usdText } from './reported-cost.ts';

const FOLDER = join(__dirname, '..', 'cases');

/** The total of each meter, including its parts; or a part of the reason why the usage is unknown. */
type ExpectedUsage = Readonly<Record<string, number>> | { unknown: string };

/** What a seller sent. README.md in the folder describes the fields. */
interface Case {
  seller: string;
  format: string;
  source: string;
  kind: string;
  /** The cost that the seller reports and invoices, in USD; null if it reports one that it does not invoice. */
  cost?: string | null;
}

interface UsageCase extends Case {
  /** The usage objects of a response, in the order of its chunks; one for a response without streaming. */
  usages: readonly unknown[];
  expected: ExpectedUsage;
}

interface ResponseCase extends Case {
  /** Parts of a body, or of the chunks of a stream in their order. */
  response: readonly Fields[];
  expected: { usage?: ExpectedUsage; units?: Units; finishReasons?: readonly string[]; failure?: ReportedFailure };
}

const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'));
const cases = files.map((path) => {
  const text = readFileSync(join(FOLDER, path), 'utf8');
  return { path, text, content: JSON.parse(text) as UsageCase | ResponseCase };
});
const isResponse = (content: UsageCase | ResponseCase): content is ResponseCase => 'response' in content;
const usageCases = cases.flatMap(({ path, text, content }) => (isResponse(content) ? [] : [{ path, text, content }]));
const responseCases = cases.flatMap(({ path, content }) => (isResponse(content) ? [{ path, content }] : []));

const merged = (usages: readonly unknown[]) => usages.reduce<Fields | undefined>(mergeUsage, undefined);

/** The usage as meters, in the form of an expected usage. */
function metersOf(usage: Fields | undefined, { seller, format }: Case): unknown {
  const normal = normaliseUsage(usage, profileOf(seller), format);
  return isUnknown(normal) ? normal : countsOf(normal, true);
}

const matching = (expected: ExpectedUsage): unknown =>
  typeof expected.unknown === 'string' ? { unknown: expect.stringContaining(expected.unknown) as string } : expected;

test.each(usageCases)('the usage of $path', ({ content }) => {
  expect(content.source).not.toBe('');
  expect(metersOf(merged(content.usages), content)).toEqual(matching(content.expected));
});

const NAME_OF_COST = /"[^"]*cost[^"]*":/;

test.each(usageCases)('the cost of $path', ({ text, content }) => {
  const profile = profileOf(content.seller);
  const amounts = reportedCost(merged(content.usages), profile);
  const reportsCosts = NAME_OF_COST.test(text) && !['openai', 'anthropic', 'gemini', 'cohere'].includes(profile);
  expect('cost' in content).toBe(reportsCosts);
  const sum = amounts?.reduce((total, { value, scale }) => total + value / 10 ** scale, 0);
  expect(usdText(sum)).toBe(content.cost ?? undefined);
});

interface Found {
  usages?: readonly unknown[];
  units?: Units | undefined;
  finishReasons?: readonly unknown[];
}

function readChat(parts: readonly Fields[]): Found {
  const tools = new ExecutedTools();
  for (const part of parts) tools.read(part);
  const choices = parts.flatMap((part) => listOf(part['choices'])).map((choice) => fieldsOf(choice) ?? {});
  return {
    usages: parts.map(usageOfChat),
    units: tools.units,
    finishReasons: choices.map((choice) => finishReasonOf(choice['finish_reason'])),
  };
}

/** A response of the Responses API, or the events of its stream of which the last one contains it. */
function readResponses(parts: readonly Fields[]): Found {
  const response = fieldsOf(parts.at(-1)?.['response']) ?? parts.at(-1) ?? {};
  return { usages: [response['usage']], units: toolCallsOf(response) };
}

function readGemini(parts: readonly Fields[]): Found {
  const searches = new GeminiSearches();
  const candidates = parts.flatMap((part) => listOf(part['candidates'])).map((candidate) => fieldsOf(candidate) ?? {});
  for (const { groundingMetadata } of candidates) searches.read(groundingMetadata);
  return {
    usages: parts.map((part) => part['usageMetadata']),
    units: searches.units,
    finishReasons: candidates.map(({ finishReason }) => finishReason),
  };
}

function readMessages(parts: readonly Fields[]): Found {
  const heads = parts.map((part) => fieldsOf(part['message']) ?? part);
  return {
    usages: heads.map((head) => head['usage']),
    finishReasons: heads.map((head) => textOf(fieldsOf(head['delta']) ?? head, 'stop_reason')),
  };
}

const readTranscription = ([body]: readonly Fields[]): Found => ({
  usages: [body?.['usage']],
  units: secondsOfTranscription(body),
});

const READERS: Readonly<Record<string, (parts: readonly Fields[]) => Found>> = {
  'openai.chat': readChat,
  'openai.responses': readResponses,
  'openai.transcriptions': readTranscription,
  'gemini.generate': readGemini,
  'anthropic.messages': readMessages,
};

test.each(responseCases)('the response of $path', ({ content }) => {
  expect(content.source).not.toBe('');
  const { response, format, expected } = content;
  const { usages = [], units, finishReasons = [] } = READERS[format]?.(response) ?? {};
  const usage = merged(usages);
  const reasons = finishReasons.filter((reason) => typeof reason === 'string');
  const bodies = response.map((part) => fieldsOf(part['response']) ?? part);
  expect({
    usage: usage && metersOf(usage, content),
    units,
    finishReasons: reasons.length === 0 ? undefined : reasons,
    failure: bodies.map(failureInBody).find((failure) => failure !== undefined),
  }).toEqual({ ...expected, usage: expected.usage && matching(expected.usage) });
});

/** The rows of the table that counts the cases in README.md: what goes wrong, kinds, number of cases. */
function rowsOfReadme(): [string, readonly string[], number][] {
  const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| (.+?) +\| ((?:`[a-z]+`(?:, )?)+) +\| +(\d+) \|$/gm)];
  return rows.map(([, name = '', kinds = '', count]) => [name, kinds.match(/[a-z]+/g) ?? [], Number(count)]);
}

test('README.md counts the cases of each kind', () => {
  const rows = rowsOfReadme();
  const counted = rows.map(([name, kinds]) => {
    const count = cases.filter(({ content }) => kinds.some((kind) => content.kind === kind || kind in content));
    return [name, kinds, count.length];
  });
  expect(rows).toEqual(counted);
  const known = new Set(rows.flatMap(([, kinds]) => kinds));
  expect(cases.filter(({ content }) => !known.has(content.kind)).map(({ path }) => path)).toEqual([]);
});
