export { startEmbeddedClickHouse, type EmbeddedClickHouse } from './start.ts';
export type { ChildOptions as EmbeddedClickHouseOptions } from './child.ts';
export type { Passwords } from './http-request.ts';
