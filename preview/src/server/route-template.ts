/**
 * Data for a plugin route's templates. Secrets are texts; plain options have the types of the YAML file.
 */
export interface RouteTemplateData {
  JsonData: Record<string, unknown>;
  SecureJsonData: Record<string, string>;
  URL: string;
}

type Node =
  | { kind: 'text'; text: string }
  | { kind: 'print'; path: string }
  | { kind: 'block'; keyword: 'with' | 'if'; path: string; then: Node[]; otherwise: Node[] };

/** Output of Go's templates for a missing key. Routes therefore wrap every value in `{{ with }}`. */
const NO_VALUE = '<no value>';

const ACTION = /(\{\{-?)\s*(.*?)\s*(-?\}\})/gs;

/**
 * Renders the part of Go's text/template that plugin routes use: `{{ .A.b }}`, `{{ . }}`, `{{ with .A.b }}`, `{{ if
 * .A.b }}`, `{{ else }}`, `{{ end }}` and the trim marks. Throws on anything else, so that unsupported templates are
 * noticed.
 */
export function renderRouteTemplate(template: string, data: RouteTemplateData): string {
  const tokens = tokenize(template);
  const nodes = parse(tokens, false).nodes;
  return render(nodes, data);
}

interface Token {
  kind: 'text' | 'action';
  value: string;
}

function tokenize(template: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  let trimNext = false;
  for (const match of template.matchAll(ACTION)) {
    let text = template.slice(end, match.index);
    if (trimNext) {
      text = text.trimStart();
    }
    if (match[1] === '{{-') {
      text = text.trimEnd();
    }
    tokens.push({ kind: 'text', value: text }, { kind: 'action', value: match[2] ?? '' });
    trimNext = match[3] === '-}}';
    end = match.index + match[0].length;
  }
  const rest = template.slice(end);
  tokens.push({ kind: 'text', value: trimNext ? rest.trimStart() : rest });
  return tokens;
}

/** Parses tokens up to the `end` or `else` of the enclosing block and removes them from `tokens`. */
function parse(tokens: Token[], inBlock: boolean): { nodes: Node[]; closedBy: 'end' | 'else' } {
  const nodes: Node[] = [];
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    if (token.kind === 'text') {
      nodes.push({ kind: 'text', text: token.value });
      continue;
    }
    const [keyword = '', path = ''] = token.value.split(/\s+/, 2);
    if (inBlock && (token.value === 'end' || token.value === 'else')) {
      return { nodes, closedBy: token.value };
    }
    if ((keyword === 'with' || keyword === 'if') && isPath(path)) {
      const then = parse(tokens, true);
      const otherwise = then.closedBy === 'else' ? parse(tokens, true).nodes : [];
      nodes.push({ kind: 'block', keyword, path, then: then.nodes, otherwise });
    } else if (isPath(token.value)) {
      nodes.push({ kind: 'print', path: token.value });
    } else {
      throw new Error(`route template: "{{ ${token.value} }}" is not understood`);
    }
  }
  if (inBlock) {
    throw new Error('route template: a block has no {{ end }}');
  }
  return { nodes, closedBy: 'end' };
}

function isPath(text: string): boolean {
  return /^\.$|^(\.\w+)+$/.test(text);
}

function render(nodes: Node[], dot: unknown): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') {
        return node.text;
      }
      const value = lookUp(node.path, dot);
      if (node.kind === 'print') {
        return value === undefined || value === null ? NO_VALUE : String(value);
      }
      if (!isTrue(value)) {
        return render(node.otherwise, dot);
      }
      return render(node.then, node.keyword === 'with' ? value : dot);
    })
    .join('');
}

function lookUp(path: string, dot: unknown): unknown {
  let value = dot;
  for (const name of path.split('.').filter((part) => part !== '')) {
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined;
  }
  return value;
}

/** Truth value as in Go: zero values and empty lists and maps are false. */
function isTrue(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) {
    return Object.keys(value).length > 0;
  }
  return Boolean(value);
}
