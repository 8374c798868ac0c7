import { fields } from '../../util/fields.ts';
import type { ErrorClasses } from '../sdk-errors.ts';
import type { StainlessSdk } from './descriptor.ts';
import type { ClientPrototype } from './sdk.ts';

/** The methods by which clients send: one for a request, one for its attempts, one for one attempt. */
const SENDING = ['request', 'makeRequest', 'fetchWithTimeout'] as const;

/** The class of an SDK's clients. */
export interface ClientClass {
  /** The prototype that owns the sending methods; the classes of other platforms and of the app extend it. */
  prototype: ClientPrototype;
  /** The static fields of the client classes, which include the SDK's error classes. */
  errors: ErrorClasses;
}

/** The client class among what the package exports; undefined if it lacks the expected methods. */
export function classOfExports(sdk: StainlessSdk, exports: Readonly<Record<string, unknown>>): ClientClass | undefined {
  const exported = sdk.exportedClient(exports);
  return typeof exported === 'function' ? classOfPrototype(fields(exported.prototype)) : undefined;
}

/** The class of a client of this SDK, if its major is one that is patched; undefined for anything else. */
export function classOfClient(sdk: StainlessSdk, client: object): ClientClass | undefined {
  const found = sdk.isClient(client) ? classOfPrototype(parentOf(client)) : undefined;
  const major = found && majorOf(client, found.prototype);
  return major !== undefined && sdk.majors.includes(major) ? found : undefined;
}

/**
 * Finds the SDK's own class in the prototype chain that begins at `start`. A bundler may have renamed every class, but
 * neither methods nor static fields.
 */
function classOfPrototype(start: object | null): ClientClass | undefined {
  let prototype: object | undefined;
  const classes: object[] = [];
  for (let link = start; link !== null; link = parentOf(link)) {
    classes.unshift(link.constructor);
    if (SENDING.every((name) => Object.hasOwn(link, name))) prototype = link;
  }
  if (prototype === undefined || !sends(prototype)) return undefined;
  return { prototype: prototype as ClientPrototype, errors: Object.assign({}, ...classes) as ErrorClasses };
}

/** Whether `prototype` has the methods by which a client sends. */
function sends(prototype: object): boolean {
  return SENDING.every((name) => typeof fields(prototype)[name] === 'function');
}

function parentOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null;
}

/** Read from the `User-Agent` that the SDK sends, for example `OpenAI/JS 7.57.0`. The class's name does not matter. */
function majorOf(client: object, prototype: object): number | undefined {
  const { getUserAgent } = fields(prototype);
  const agent: unknown = typeof getUserAgent === 'function' ? Reflect.apply(getUserAgent, client, []) : '';
  const [, major] = /\/JS (\d+)\./.exec(String(agent)) ?? [];
  return major === undefined ? undefined : Number(major);
}
