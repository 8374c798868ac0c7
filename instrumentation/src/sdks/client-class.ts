import { fields } from '../util/fields.ts';
import type { ErrorClasses } from './sdk-errors.ts';

/** The client methods that send a request, make its attempts, and send one attempt. */
const SENDING_METHODS = ['request', 'makeRequest', 'fetchWithTimeout'] as const;

/** The class of a client whose package's exports are not available. */
export interface FoundClass {
  /** The prototype of the SDK's base class, which the classes for other platforms and of the app extend. */
  prototype: object;
  /** The package's major version, from the client's `User-Agent`. */
  major: number;
  /** The static fields of the client's classes, which include the SDK's error classes. */
  statics: ErrorClasses;
}

/** Whether `prototype` has the methods that send requests. */
export function sends(prototype: unknown): boolean {
  return SENDING_METHODS.every((name) => typeof fields(prototype)[name] === 'function');
}

/**
 * Finds the SDK's base class in the prototype chain of `client`. Bundlers may rename classes, but not methods and
 * static fields. Undefined if `client` belongs to another kind of SDK.
 */
export function classOfClient(client: object): FoundClass | undefined {
  let prototype: object | undefined;
  const classes: object[] = [];
  for (let link = parentOf(client); link !== null; link = parentOf(link)) {
    classes.unshift(link.constructor);
    if (SENDING_METHODS.every((name) => Object.hasOwn(link, name))) prototype = link;
  }
  const major = prototype && majorOf(client, prototype);
  return prototype === undefined || !sends(prototype) || major === undefined
    ? undefined
    : { prototype, major, statics: Object.assign({}, ...classes) as ErrorClasses };
}

function parentOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null;
}

/** The major version in the client's `User-Agent`: `OpenAI/JS 7.57.0`. It does not depend on the class's name. */
function majorOf(client: object, prototype: object): number | undefined {
  const { getUserAgent } = fields(prototype);
  const agent: unknown = typeof getUserAgent === 'function' ? Reflect.apply(getUserAgent, client, []) : '';
  const [, major] = /\/JS (\d+)\./.exec(String(agent)) ?? [];
  return major === undefined ? undefined : Number(major);
}
