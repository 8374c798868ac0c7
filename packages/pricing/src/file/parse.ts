import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { BookDocument } from '../book/document.ts';
import { checkMeaning, type Finding, type Path } from './meaning.ts';
import { LINE, PRICE_FILE_SCHEMA, VERSION } from './schema.ts';

/** What is wrong with a price file, and where; lines and columns count from 1. */
export interface PriceFileError {
  line: number;
  column: number;
  message: string;
}

export type ParsedPriceFile = { document: BookDocument } | { errors: PriceFileError[] };

const MAX_ERRORS = 20;
let validate: ValidateFunction | undefined;

/** Reads a price file, YAML or JSON. Never throws over what stands in it. */
export function parsePriceFile(text: string): ParsedPriceFile {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, version: '1.2', uniqueKeys: true });
  if (yaml.errors.length > 0) {
    return {
      errors: yaml.errors.map((error) => ({ ...at(lines, error.pos[0]), message: error.message.split('\n')[0] ?? '' })),
    };
  }
  const value: unknown = yaml.toJS();
  validate ??= new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strictRequired: false }).compile(
    PRICE_FILE_SCHEMA,
  );
  const findings = validate(value) ? checkMeaning(value as BookDocument) : (validate.errors ?? []).flatMap(findingOf);
  if (findings.length === 0) {
    return { document: value as BookDocument };
  }
  const errors = findings.map((finding) => ({ ...placeOf(yaml, lines, finding.path), message: messageOf(finding) }));
  return { errors: errors.slice(0, MAX_ERRORS) };
}

/** `prices.yaml:12:7 entries[3].rows[0]: …` */
export function formatPriceFileError(file: string, error: PriceFileError): string {
  return `${file}:${String(error.line)}:${String(error.column)} ${error.message}`;
}

function messageOf({ path, message }: Finding): string {
  const where = path.map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${step}`)).join('');
  return where === '' ? message : `${where.replace(/^\./, '')}: ${message}`;
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
  if (error.keyword === 'pattern' && String(params['pattern']).includes('\\d+')) {
    return `"${String(error.data)}" is no decimal such as "2.5"`;
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
function placeOf(yaml: Document, lines: LineCounter, path: Path): { line: number; column: number } {
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
