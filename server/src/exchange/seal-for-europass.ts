import { sealCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { composeElm } from '@bricka/domain/exchange/compose-elm'
import type { IssuedRecord } from '@bricka/domain/exchange/record'
import { IssuedFacts } from '@bricka/domain/issuing/part-reference'
import type { Language } from '@bricka/domain/local-text'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { credentialUrl } from '../issuing/sign-credentials.ts'
import { getVersion } from '../merit/find-merit.ts'
import { meritUrl } from '../merit/merit-url.ts'
import { findSealer } from '../organisation/seal-organisation.ts'
import { toParty } from '../organisation/to-party.ts'
import { drawTile } from './draw-tile.ts'

/**
 * One of the holder's own merits as a European Digital Credential for Learning, sealed (JAdES) with its issuer's
 * certificate. Runs in the system's scope, for the issuer's key seals; whose merit it is has been asked before.
 *
 * @throws Problem `not-found`, `seal-missing`, `elm-refused`, `credential-state-refused`
 */
export async function sealForEuropass(
  ground: Ground,
  work: Work,
  own: { holderId: string; credentialId: string },
  language: Language,
): Promise<string> {
  const row = await work
    .selectFrom('credential')
    .selectAll()
    .where('holder_id', '=', own.holderId)
    .where('id', '=', own.credentialId)
    .executeTakeFirst()
  if (!row?.document || !row.valid_from) throw new Problem('not-found', 'No such merit is in your passport.')
  // A seal made today says that it holds today, and a European credential has no list that could say otherwise.
  if (row.state !== 'issued')
    throw new Problem('credential-state-refused', `A merit that is ${row.state} is not sealed anew.`)
  const seal = await findSealer(ground, work, row.issuer_id)
  if (!seal) throw new Problem('seal-missing', 'The issuer has no certificate to seal European credentials with.')
  const record = await findRecord(ground, work, row.id, own.holderId)
  const composed = composeElm(record, {
    id: `${record.id}/europass`,
    language,
    image: drawTile(row.merit_id),
    sealIdentifier: seal.identifier,
  })
  if ('code' in composed) throw new Problem('elm-refused', `${composed.code}: ${composed.country}`)
  return sealCredential(JSON.parse(JSON.stringify(composed)), seal.sealer, { now: ground.now().toISOString(), power })
}

/** What is known of one issued merit, as every outlet takes it. */
export async function findRecord(
  ground: Ground,
  work: Work,
  credentialId: string,
  holderId: string,
): Promise<IssuedRecord> {
  const row = await work
    .selectFrom('credential')
    .leftJoin('mandate', 'mandate.id', 'credential.mandate_id')
    .leftJoin('status_list', 'status_list.id', 'credential.revocation_list_id')
    .selectAll('credential')
    .select(['mandate.url as mandate_url', 'status_list.url as status_url'])
    .where('credential.holder_id', '=', holderId)
    .where('credential.id', '=', credentialId)
    .executeTakeFirstOrThrow()
  const parties = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', 'in', [row.issuer_id, row.creator_id])
    .execute()
  const party = (id: string) => {
    const found = parties.find((one) => one.id === id)
    if (!found) throw new Error(`Organisation ${id} is gone.`)
    return toParty(found)
  }
  const version = await getVersion(work, row.merit_id, row.merit_version)
  const facts = IssuedFacts.parse(row.facts)
  const makers = [...new Set(facts.parts?.map(({ issuer }) => issuer.id))]
  const partIssuers =
    makers.length > 0 ? await work.selectFrom('organisation').selectAll().where('did', 'in', makers).execute() : []
  return {
    id: credentialUrl(ground, row.id),
    version,
    versionUrl: version.url,
    meritUrl: meritUrl(ground, row.merit_id),
    creator: party(row.creator_id),
    issuer: party(row.issuer_id),
    holder: { name: row.recipient_name },
    facts,
    ...(partIssuers.length > 0 && { partIssuers: partIssuers.map(toParty) }),
    validFrom: (row.valid_from ?? row.created_at).toISOString(),
    validUntil: row.valid_until?.toISOString(),
    ...(row.mandate_url && { mandate: { url: row.mandate_url } }),
    ...(row.status_url && { statusUrl: `${row.status_url}#${row.status_position}` }),
  }
}
