import { mkdirSync, rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Session } from 'chdb';
import {
  READER_CONCURRENCY,
  READER_SETTINGS,
  WRITER_SETTINGS,
  isReader,
  ledgerStatements,
  schemaSql,
  splitStatements,
  type Account,
  type AccountName,
  type StoreRole,
  type TableGrant,
} from '@tokentrail/clickhouse';
import { engineDirOf, spoolDirOf } from './folders.ts';
import { Lane, Lanes } from './lanes.ts';
import { quoteString } from './sql-text.ts';
import { emptyBut } from './table-filters.ts';

/** Maximum number of concurrent inserts; more wait. */
const WRITER_SESSIONS = 4;

const KILL_AGAIN_MS = 250;

/** Maximum time that a folder may still be locked by a process that is being killed, ms. */
const LOCKED_FOR_MS = 2_000;
const LOOK_AGAIN_MS = 100;

type LaneSettings = Readonly<Record<string, number | string>>;

export interface EngineStore {
  dataDir: string;
  role: StoreRole;
  accounts: readonly Account[];
}

/** The statements that create the schema of a store or bring it to the current version. */
async function statementsFor(role: StoreRole, admin: Lane): Promise<string[]> {
  const sql = schemaSql(role);
  if (role === 'traces') {
    return splitStatements(sql);
  }
  const found = "SELECT count() FROM system.tables WHERE database = 'tokentrail_ledger' AND name = 'schema_version'";
  const hasVersion = (await admin.run(found)).toString().trim() === '1';
  const version = hasVersion
    ? (await admin.run('SELECT version FROM tokentrail_ledger.schema_version')).toString()
    : '1';
  return ledgerStatements(sql, Number(version));
}

/** The ClickHouse engine on one folder. The engine locks the folder until its process ends. */
export class Engine {
  readonly database: string;
  /** All tables and views of `database`. */
  readonly tables: ReadonlySet<string>;
  readonly #admin: Lane;
  #kills: Promise<unknown> = Promise.resolve();
  readonly #lanes: ReadonlyMap<AccountName, Lanes>;
  /** Lanes of readers that find every table empty. */
  readonly #checkers: ReadonlyMap<AccountName, Lanes>;

  private constructor({ dataDir, role, accounts }: EngineStore, admin: Lane, names: readonly string[]) {
    this.database = databaseOf(role);
    const prefix = `${this.database}.`;
    this.tables = new Set(names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)));
    this.#admin = admin;
    const lanesOf = (name: string, max: number, settings: LaneSettings) =>
      new Lanes(max, (index) => openLane(engineDirOf(dataDir), `${name}-${index}`, this.database, settings));
    const asReader = (select: readonly TableGrant[]): LaneSettings => ({
      ...READER_SETTINGS,
      additional_table_filters: emptyBut(select, names),
      readonly: 1,
    });
    const own = accounts.filter((account) => account.stores.includes(role));
    this.#lanes = new Map(
      own.map((account) =>
        isReader(account)
          ? [account.name, lanesOf(account.name, READER_CONCURRENCY, asReader(account.select))]
          : [account.name, lanesOf(account.name, WRITER_SESSIONS, WRITER_SETTINGS)],
      ),
    );
    this.#checkers = new Map(
      own.filter(isReader).map(({ name }) => [name, lanesOf(`${name}-check`, READER_CONCURRENCY, asReader([]))]),
    );
  }

  /**
   * Opens the folder and creates it if it is missing. The `first` process applies the schema and removes what an
   * earlier run left; a replacement process does not. Rejects if another process uses the folder.
   */
  static async open(store: EngineStore, first: boolean): Promise<Engine> {
    const { dataDir, role } = store;
    mkdirSync(engineDirOf(dataDir), { recursive: true, mode: 0o700 });
    const admin = new Lane(await openSession(dataDir), 'admin');
    if (first) {
      rmSync(spoolDirOf(dataDir), { recursive: true, force: true });
      mkdirSync(spoolDirOf(dataDir), { recursive: true, mode: 0o700 });
      for (const statement of await statementsFor(role, admin)) {
        await admin.run(statement);
      }
    }
    const names = await admin.run("SELECT concat(database, '.', name) FROM system.tables", 'TSVRaw');
    return new Engine(store, admin, names.toString().trim().split('\n'));
  }

  /** Runs `use` on a reader's lane; waits if all are busy. An abort kills its query. */
  async asReader<T>(account: AccountName, signal: AbortSignal, use: (lane: Lane) => Promise<T>): Promise<T> {
    const lanes = lanesFor(this.#lanes, account);
    return this.#use(lanes, await lanes.wait(), signal, use);
  }

  /** The same with a lane that finds every table empty. */
  async asChecker<T>(account: AccountName, signal: AbortSignal, use: (lane: Lane) => Promise<T>): Promise<T> {
    const lanes = lanesFor(this.#checkers, account);
    return this.#use(lanes, await lanes.wait(), signal, use);
  }

  /**
   * Runs `use` on a writer's lane; waits if all are busy. Inserts are not killed: they complete even if the client
   * left.
   */
  async asWriter<T>(account: AccountName, use: (lane: Lane) => Promise<T>): Promise<T> {
    const lanes = lanesFor(this.#lanes, account);
    const lane = await lanes.wait();
    try {
      return await use(lane);
    } finally {
      lanes.give(lane);
    }
  }

  close(): void {
    for (const lanes of [...this.#lanes.values(), ...this.#checkers.values()]) {
      lanes.close();
    }
    this.#admin.close();
  }

  async #use<T>(lanes: Lanes, lane: Lane, signal: AbortSignal, use: (lane: Lane) => Promise<T>): Promise<T> {
    const done = new AbortController();
    let killing: Promise<void> = Promise.resolve();
    const kill = (): void => {
      killing = this.#killUntil(done.signal, lane.mark);
    };
    signal.addEventListener('abort', kill, { once: true });
    try {
      signal.throwIfAborted();
      return await use(lane);
    } finally {
      signal.removeEventListener('abort', kill);
      done.abort();
      await killing;
      lanes.give(lane);
    }
  }

  /** Repeats KILL until `done`, because a query that still waits for a thread cannot be killed yet. */
  async #killUntil(done: AbortSignal, mark: string): Promise<void> {
    // Never SYNC: the engine would wait forever.
    const sql = `KILL QUERY WHERE Settings['log_comment'] = ${quoteString(mark)} ASYNC`;
    while (!done.aborted) {
      // One at a time: a session runs one statement.
      this.#kills = this.#kills.then(() => this.#admin.run(sql)).catch(() => undefined);
      await this.#kills;
      await setTimeout(KILL_AGAIN_MS, undefined, { signal: done }).catch(() => undefined);
    }
  }
}

function lanesFor(all: ReadonlyMap<AccountName, Lanes>, account: AccountName): Lanes {
  const lanes = all.get(account);
  if (lanes === undefined) {
    throw new Error(`This store has no account ${account}.`);
  }
  return lanes;
}

function databaseOf(role: StoreRole): string {
  return role === 'ledger' ? 'tokentrail_ledger' : 'tokentrail_traces';
}

async function openSession(dataDir: string): Promise<Session> {
  for (const started = Date.now(); ;) {
    try {
      return new Session(engineDirOf(dataDir));
    } catch (error) {
      if (Date.now() - started > LOCKED_FOR_MS) {
        throw new Error(`The engine cannot open ${dataDir}: is another process using it?`, { cause: error });
      }
      await setTimeout(LOOK_AGAIN_MS);
    }
  }
}

async function openLane(engineDir: string, mark: string, database: string, settings: LaneSettings): Promise<Lane> {
  const lane = new Lane(new Session(engineDir), mark);
  await lane.run(`USE ${database}`);
  // All in one statement: one of the settings is `readonly`, after which no other can be set.
  const values = Object.entries({ log_comment: mark, ...settings }).map(([name, value]) => {
    return `${name} = ${typeof value === 'number' || value.startsWith('{') ? value : quoteString(value)}`;
  });
  await lane.run(`SET ${values.join(', ')}`);
  return lane;
}
