export {
  startEmbeddedClickHouse,
  type EmbeddedClickHouse,
  type StartOptions as EmbeddedClickHouseOptions,
} from './start.ts';
export type { Passwords } from './http-request.ts';
