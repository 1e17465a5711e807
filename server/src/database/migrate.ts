import { Migrator } from 'kysely/migration'
import { foundation } from '../../migrations/0001-foundation.ts'
import { holder } from '../../migrations/0002-holder.ts'
import { issuing } from '../../migrations/0003-issuing.ts'
import { secondWall } from '../../migrations/0004-second-wall.ts'
import { people } from '../../migrations/0005-people.ts'
import { replacing } from '../../migrations/0006-replacing.ts'
import { skillMaps } from '../../migrations/0007-skill-maps.ts'
import { ownMaps } from '../../migrations/0008-own-maps.ts'
import { recognition } from '../../migrations/0009-recognition.ts'
import { doors } from '../../migrations/0010-doors.ts'
import { guidance } from '../../migrations/0011-guidance.ts'
import { wholes } from '../../migrations/0012-wholes.ts'
import { reExamination } from '../../migrations/0013-re-examination.ts'
import { planning } from '../../migrations/0015-planning.ts'
import { wallets } from '../../migrations/0018-wallets.ts'
import { presentations } from '../../migrations/0019-presentations.ts'
import { holderKeys } from '../../migrations/0020-holder-keys.ts'
import { seals } from '../../migrations/0021-seals.ts'
import { occasions } from '../../migrations/0022-occasions.ts'
import { badges } from '../../migrations/0026-badges.ts'
import { leaving } from '../../migrations/0028-leaving.ts'
import { needs } from '../../migrations/0030-needs.ts'
import { followUp } from '../../migrations/0031-follow-up.ts'
import { endorsements } from '../../migrations/0034-endorsements.ts'
import { lti } from '../../migrations/0037-lti.ts'
import { oneShard } from '../../migrations/0039-one-shard.ts'
import { needDetails } from '../../migrations/0040-need-details.ts'
import { landscape } from '../../migrations/0041-landscape.ts'
import { emrex } from '../../migrations/0042-emrex.ts'
import { answeredNeeds } from '../../migrations/0048-answered-needs.ts'
import { estate } from '../../migrations/0049-estate.ts'
import { takenFiles } from '../../migrations/0051-taken-files.ts'
import { carriedEndorsements } from '../../migrations/0052-carried-endorsements.ts'
import { shapes } from '../../migrations/0053-shapes.ts'
import { resultsInShares } from '../../migrations/0054-results-in-shares.ts'
import type { Database } from './connect.ts'

/** All migrations in order; forward only. A landed one is never edited: add the next. */
const migrations = {
  '0001-foundation': foundation,
  '0002-holder': holder,
  '0003-issuing': issuing,
  '0004-second-wall': secondWall,
  '0005-people': people,
  '0006-replacing': replacing,
  '0007-skill-maps': skillMaps,
  '0008-own-maps': ownMaps,
  '0009-recognition': recognition,
  '0010-doors': doors,
  '0011-guidance': guidance,
  '0012-wholes': wholes,
  '0013-re-examination': reExamination,
  '0015-planning': planning,
  '0018-wallets': wallets,
  '0019-presentations': presentations,
  '0020-holder-keys': holderKeys,
  '0021-seals': seals,
  '0022-occasions': occasions,
  '0026-badges': badges,
  '0030-needs': needs,
  '0031-follow-up': followUp,
  '0034-endorsements': endorsements,
  '0040-need-details': needDetails,
  '0028-leaving': leaving,
  '0037-lti': lti,
  '0039-one-shard': oneShard,
  '0041-landscape': landscape,
  '0042-emrex': emrex,
  '0048-answered-needs': answeredNeeds,
  '0049-estate': estate,
  '0051-taken-files': takenFiles,
  '0053-shapes': shapes,
  '0052-carried-endorsements': carriedEndorsements,
  '0054-results-in-shares': resultsInShares,
}

/** Brings the database to the newest shape, as the tables' owner. @throws the first migration's error, with its name */
export async function migrate(database: Database): Promise<readonly string[]> {
  await requireRelease(database)
  const migrator = new Migrator({ db: database.owner, provider: { getMigrations: async () => migrations } })
  const { error, results } = await migrator.migrateToLatest()
  if (error) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'a migration'
    throw new Error(`${failed} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
  return (results ?? []).map((result) => result.migrationName)
}

async function requireRelease({ pool }: Database): Promise<void> {
  const { rows } = await pool.query<{ server_version_num: string; server_version: string }>(
    `select current_setting('server_version_num') as server_version_num, current_setting('server_version') as server_version`,
  )
  if (Number(rows[0]?.server_version_num) < 150_000)
    throw new Error(`Bricka needs PostgreSQL 15 or newer; DATABASE_URL leads to ${rows[0]?.server_version}.`)
}
