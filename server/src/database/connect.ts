import {
  type Dialect,
  Kysely,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
  sql,
  type Transaction,
} from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

/** Who a transaction acts for. Row-level security sees nothing beyond it. */
export type Scope = { kind: 'system' } | { kind: 'person'; personId: string | null; organisationIds: readonly string[] }

export const systemScope: Scope = { kind: 'system' }

export type Work = Transaction<Tables>

export type Database = {
  /** The tables' owner: for migrations only. */
  owner: Kysely<Tables>
  pool: pg.Pool
  /** Runs `work` in one transaction that sees and writes only what the scope may. */
  act<T>(scope: Scope, work: (transaction: Work) => Promise<T>): Promise<T>
  /**
   * As `act`, with a first question in the message that begins the transaction; `work` is given its rows. What goes for
   * the letters in `ask` goes for this question too.
   */
  actUpon<Row, T>(
    scope: Scope,
    question: string,
    work: (transaction: Work, rows: readonly Row[]) => Promise<T>,
  ): Promise<T>
  /**
   * One question in one message: begins, steps down, asks and ends. It has no parameters: whoever writes a value into
   * it has made sure of its letters.
   */
  ask(scope: Scope, question: string): Promise<readonly unknown[]>
  /** Counts the tables anew after a large import; without it every search would read them whole. */
  analyze(tables: readonly (keyof Tables)[]): Promise<void>
  close(): Promise<void>
}

export function connect(connection: pg.PoolConfig, onError: (error: Error) => void): Database {
  const pool = new pg.Pool({ max: 12, connectionTimeoutMillis: 30_000, ...connection })
  // Without a listener, a restart of PostgreSQL would take the whole server down.
  pool.on('error', onError)
  // The pool listens only while a connection is idle: one that is torn off in the midst of a transaction fails its query,
  // and may then tell of the broken socket too.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const owner = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const acting = new Kysely<Tables>({ dialect: withoutBegin(new PostgresDialect({ pool: answerLast(pool) })) })
  return {
    owner,
    pool,
    act: (scope, work) =>
      acting.transaction().execute(async (transaction) => {
        await sql.raw(stepDown(scope)).execute(transaction)
        return work(transaction)
      }),
    actUpon: <Row, T>(scope: Scope, question: string, work: (transaction: Work, rows: readonly Row[]) => Promise<T>) =>
      acting.transaction().execute(async (transaction) => {
        const { rows } = await sql.raw<Row>(`${stepDown(scope)}; ${question}`).execute(transaction)
        return work(transaction, rows)
      }),
    ask: async (scope, question) => {
      const client = await pool.connect()
      let broken = true
      try {
        const answers: unknown = await client.query(`${stepDown(scope)}; ${question}; commit`)
        broken = false
        const answer: unknown = Array.isArray(answers) ? answers.at(-2) : undefined
        if (typeof answer !== 'object' || answer === null || !('rows' in answer) || !Array.isArray(answer.rows))
          throw new Error('One question has one answer.')
        return answer.rows
      } finally {
        // A question that failed leaves its transaction open: nobody else may get such a connection.
        client.release(broken)
      }
    },
    analyze: async (tables) => {
      await sql`analyze ${sql.join(tables.map((table) => sql.table(table)))}`.execute(owner)
    },
    close: () => owner.destroy(),
  }
}

/** A transaction's first message both begins it and steps down: one message less to wait for in every request. */
function withoutBegin(dialect: PostgresDialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => {
      const driver = dialect.createDriver()
      driver.beginTransaction = () => Promise.resolve()
      return driver
    },
  }
}

/**
 * Of several statements in one message, the last one's answer; and what begins with a name in a comment is planned once on
 * each connection, under this name.
 */
function answerLast(pool: pg.Pool): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, ReturnType<typeof wrap>>()
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect()
      const known = clients.get(client) ?? wrap(client)
      clients.set(client, known)
      return known
    },
  }
}

function wrap(client: pg.PoolClient): PostgresPoolClient {
  function query<Row>(statement: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>
  function query(statement: unknown, values: readonly unknown[] = []): unknown {
    if (typeof statement !== 'string') throw new Error('Nothing here reads by a cursor.')
    const name = /^\/\* (\w+) \*\//.exec(statement)?.[1]
    return name
      ? client.query({ name, text: statement, values: [...values] })
      : client.query(statement, [...values]).then((answer: unknown) => (Array.isArray(answer) ? answer.at(-1) : answer))
  }
  return { query, release: (destroy) => client.release(destroy) }
}

/** Literal SET LOCAL, not set_config(): the latter does not reach the workers of a distributed PostgreSQL. */
function stepDown(scope: Scope): string {
  if (scope.kind === 'system') return 'begin; set local role bricka_system'
  const organisations = scope.organisationIds.map(requireUuid).join(',')
  const holder = scope.personId === null ? '' : requireUuid(scope.personId)
  return `begin; set local role bricka_person; set local bricka.holder = '${holder}'; set local bricka.organisations = '{${organisations}}'`
}

/** @throws when it is none: what goes through here may be written into a statement */
export function requireUuid(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw new Error(`Not a UUID: ${id}`)
  return id
}

/** Writes a value into a jsonb column. */
export const toJson = (value: unknown): string => JSON.stringify(value)
