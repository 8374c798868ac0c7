import { fields } from '../util/fields.ts';
import type { ErrorClasses } from './sdk-errors.ts';

/** The methods by which a client sends, of SDKs that have one for a request, one for its tries and one for a try. */
const SENDING = ['request', 'makeRequest', 'fetchWithTimeout'] as const;

/** The class of a client in an app's hands, where nothing of the package that it is from can be imported. */
export interface FoundClass {
  /** That of the SDK's own class, which all others (of other platforms, of the app) extend. */
  prototype: object;
  /** Of the package, as the client tells it to its server. */
  major: number;
  /** What the classes of the client carry as static fields; their errors are among it. */
  statics: ErrorClasses;
}

/** Whether `prototype` has the methods by which a client sends. */
export function sends(prototype: unknown): boolean {
  return SENDING.every((name) => typeof fields(prototype)[name] === 'function');
}

/**
 * Finds the SDK's own class by the prototype chain of `client`. A bundler may have renamed every class, but neither
 * methods nor static fields. Undefined where it is no client of an SDK of this kind.
 */
export function classOfClient(client: object): FoundClass | undefined {
  let prototype: object | undefined;
  const classes: object[] = [];
  for (let link = parentOf(client); link !== null; link = parentOf(link)) {
    classes.unshift(link.constructor);
    if (SENDING.every((name) => Object.hasOwn(link, name))) prototype = link;
  }
  const major = prototype && majorOf(client, prototype);
  return prototype === undefined || !sends(prototype) || major === undefined
    ? undefined
    : { prototype, major, statics: Object.assign({}, ...classes) as ErrorClasses };
}

function parentOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null;
}

/** From what the SDK sends as its `User-Agent`: `OpenAI/JS 7.57.0`, whatever has become of the class's name. */
function majorOf(client: object, prototype: object): number | undefined {
  const { getUserAgent } = fields(prototype);
  const agent: unknown = typeof getUserAgent === 'function' ? Reflect.apply(getUserAgent, client, []) : '';
  const [, major] = /\/JS (\d+)\./.exec(String(agent)) ?? [];
  return major === undefined ? undefined : Number(major);
}
