import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { BookDocument } from '../book/document.ts';
import { checkMeaning, type Finding, type Path } from './meaning.ts';
import { findDoubleKey, findTooDeep, firstAlias, MOST_LEVELS } from './limits.ts';
import { DECIMAL, LINE, PRICE_FILE_SCHEMA, VERSION } from './schema.ts';

/** What is wrong with a price file, and where; lines and columns count from 1. */
export interface PriceFileError {
  line: number;
  column: number;
  message: string;
}

export type ParsedPriceFile = { document: BookDocument } | { errors: PriceFileError[] };

const MAX_ERRORS = 20;
/** A value of the file stands in some: a line stays one that can be read. */
const LONGEST_MESSAGE = 400;
let validateAll: ValidateFunction | undefined;
let validateFirst: ValidateFunction | undefined;

function compileSchema(options: { allErrors: boolean }): ValidateFunction {
  return new Ajv({ ...options, verbose: true, allowUnionTypes: true, strictRequired: false }).compile(
    PRICE_FILE_SCHEMA,
  );
}

function findingsOf(value: unknown, validate: ValidateFunction): Finding[] {
  return validate(value) ? checkMeaning(value as BookDocument) : (validate.errors ?? []).flatMap(findingOf);
}

/** Most characters of YAML. Reading is work of the app that starts: a larger file would hold it up. */
export const MOST_CHARACTERS = 128 * 1024;
/** Of JSON, which is read many times as fast. */
export const MOST_JSON_CHARACTERS = 4 * 1024 * 1024;

/** Reads a price file, YAML or JSON. Never throws over what it holds, and takes bounded time. */
export function parsePriceFile(text: string): ParsedPriceFile {
  return text.length > MOST_CHARACTERS ? parseLarge(text) : parseYaml(text);
}

/** JSON alone. What is wrong in it is named by its path: where that is, only the YAML parser says. */
function parseLarge(text: string): ParsedPriceFile {
  const problem = (message: string): ParsedPriceFile => ({ errors: [{ line: 1, column: 1, message }] });
  if (!/^\s*\{/.test(text.slice(0, 100)) || text.length > MOST_JSON_CHARACTERS) {
    return problem(
      `is longer than ${MOST_CHARACTERS} characters of YAML, or ${MOST_JSON_CHARACTERS} of JSON: ` +
        'leave out the prices that you do not use, or write it as JSON',
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return problem(`is no valid JSON: ${(error as Error).message.slice(0, LONGEST_MESSAGE)}`);
  }
  validateFirst ??= compileSchema({ allErrors: false });
  const findings = findingsOf(value, validateFirst);
  return findings.length === 0
    ? { document: value as BookDocument }
    : { errors: findings.slice(0, MAX_ERRORS).map((one) => ({ line: 1, column: 1, message: messageOf(one) })) };
}

function parseYaml(text: string): ParsedPriceFile {
  const lines = new LineCounter();
  const tooDeep = findTooDeep(text);
  if (tooDeep !== undefined) {
    return { errors: [{ ...tooDeep, message: `is nested deeper than ${MOST_LEVELS} levels` }] };
  }
  // Keys that stand twice are looked for below: the parser compares each with all before it.
  const yaml = withoutStacks(() =>
    parseDocument(text, { lineCounter: lines, version: '1.2', uniqueKeys: false, prettyErrors: false }),
  );
  if (yaml.errors.length > 0) {
    const errors = yaml.errors.slice(0, MAX_ERRORS);
    return {
      errors: errors.map((error) => ({ ...at(lines, error.pos[0]), message: error.message })),
    };
  }
  const double = findDoubleKey(yaml);
  if (double !== undefined) {
    return { errors: [{ ...at(lines, double.offset), message: `the key ${double.key} stands twice` }] };
  }
  return checked(yaml, lines);
}

/** A file of mistakes alone makes the parser create an error for each; most of the time would go into their stacks. */
function withoutStacks<T>(work: () => T): T {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = before;
  }
}

function checked(yaml: Document, lines: LineCounter): ParsedPriceFile {
  let value: unknown;
  try {
    value = yaml.toJS();
  } catch (error) {
    const message = `its aliases (*name) stand for too much: write the values out (${(error as Error).message})`;
    return { errors: [{ ...at(lines, firstAlias(yaml)), message }] };
  }
  validateAll ??= compileSchema({ allErrors: true });
  const findings = findingsOf(value, validateAll);
  if (findings.length === 0) {
    return { document: value as BookDocument };
  }
  const errors = findings
    .slice(0, MAX_ERRORS)
    .map((finding) => ({ ...endpointOf(yaml, lines, finding.path), message: messageOf(finding) }));
  return { errors };
}

/** `prices.yaml:12:7 entries[3].rows[0]: …` */
export function formatPriceFileError(file: string, error: PriceFileError): string {
  return `${file}:${String(error.line)}:${String(error.column)} ${error.message}`;
}

function messageOf({ path, message }: Finding): string {
  const where = path.map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${step}`)).join('');
  const whole = where === '' ? message : `${where.replace(/^\./, '')}: ${message}`;
  return whole.length > LONGEST_MESSAGE ? `${whole.slice(0, LONGEST_MESSAGE)}…` : whole;
}

// These only say that one of several alternatives failed; the alternatives say it better themselves.
const COMPOUND = new Set(['anyOf', 'oneOf', 'if']);

function findingOf(error: ErrorObject): Finding[] {
  if (COMPOUND.has(error.keyword)) {
    return error.keyword === 'oneOf'
      ? [{ path: stepsOf(error.instancePath), message: 'has prices or ratios, one of them' }]
      : [];
  }
  const path = stepsOf(error.instancePath);
  const params = error.params as Record<string, unknown>;
  if (error.keyword === 'additionalProperties') {
    const name = String(params['additionalProperty']);
    return [{ path: [...path, name], message: 'is not known here' }];
  }
  return [{ path, message: explain(error, params) }];
}

function explain(error: ErrorObject, params: Record<string, unknown>): string {
  if (error.keyword === 'type' && params['type'] === 'string' && typeof error.data === 'number') {
    return `must be text: write "${String(error.data)}" in quotes, so that no digit is lost`;
  }
  if (params['pattern'] === VERSION) {
    return 'is letters, digits and any of _.:/@+=#~- alone, 100 at most';
  }
  if (params['pattern'] === LINE) {
    return 'is one line of at most 256 characters';
  }
  if (error.keyword === 'pattern' && String(params['pattern']).includes(DECIMAL)) {
    return `"${String(error.data).slice(0, 40)}" is no decimal such as "2.5", with 20 digits at most before the point and 30 behind it`;
  }
  if (error.keyword === 'enum') {
    return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
  }
  if (error.keyword === 'const') {
    return `must be ${String(params['allowedValue'])}`;
  }
  return error.message ?? error.keyword;
}

function stepsOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** Where the value at `path` stands, or the nearest one around it. */
function endpointOf(yaml: Document, lines: LineCounter, path: Path): { line: number; column: number } {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? yaml.contents : yaml.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range != null) {
      return at(lines, node.range[0]);
    }
  }
  return { line: 1, column: 1 };
}

function at(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
