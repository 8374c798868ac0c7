import type { IncomingMessage, ServerResponse } from 'node:http';
import { BadRequest } from './guarded-listener.ts';
import { objectOf, textOf } from './json.ts';
import { readJsonBody } from './request-body.ts';
import { sendJson } from './responses.ts';
import type { User } from './users.ts';

const PATH = /^\/apis\/userstorage\.grafana\.app\/v0alpha1\/namespaces\/default\/user-storage\/([^/]*)$/;
const MAX_CHARACTERS = 1024 * 1024;

/**
 * Grafana's storage for the settings that a plugin keeps for a user: texts by key, in one resource for each plugin. Kept
 * until the preview stops.
 */
export class UserStorage {
  readonly #user: User;
  /** Data by name of the resource: `<plugin>:<user>`. */
  readonly #resources = new Map<string, Record<string, unknown>>();

  constructor(user: User) {
    this.#user = user;
  }

  /** @param rawPath path as sent, without sub path and query; starts with `/apis/`. */
  async handle(request: IncomingMessage, response: ServerResponse, rawPath: string): Promise<void> {
    const name = PATH.exec(rawPath)?.[1]?.replace('%3A', ':');
    if (name === undefined) {
      sendJson(response, 404, { message: 'Not found' });
    } else if (request.method === 'GET') {
      this.#send(response, 200, name);
    } else if (request.method === 'POST' && name === '') {
      const body = await readJsonBody(request);
      this.#merge(response, 201, textOf(objectOf(body['metadata'])['name']), body);
    } else if (request.method === 'PATCH' && this.#resources.has(name)) {
      this.#merge(response, 200, name, await readJsonBody(request));
    } else {
      sendJson(response, 404, { message: 'Not found' });
    }
  }

  #merge(response: ServerResponse, status: number, name: string, body: Record<string, unknown>): void {
    if (!new RegExp(`^[\\w-]+:${this.#user.login}$`).test(name)) {
      sendJson(response, 403, { message: 'A user can only access the own storage.' });
      return;
    }
    const data = { ...this.#resources.get(name), ...objectOf(objectOf(body['spec'])['data']) };
    if (JSON.stringify(data).length > MAX_CHARACTERS) {
      throw new BadRequest(`The stored settings are larger than ${MAX_CHARACTERS} characters`, 413);
    }
    this.#resources.set(name, data);
    this.#send(response, status, name);
  }

  #send(response: ServerResponse, status: number, name: string): void {
    const data = this.#resources.get(name);
    if (data === undefined) {
      sendJson(response, 404, { message: `user-storage "${name}" not found` });
    } else {
      sendJson(response, status, { metadata: { name }, spec: { data } });
    }
  }
}
