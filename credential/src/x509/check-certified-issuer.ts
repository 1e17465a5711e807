import { type Check, find } from '../check.ts'
import { isObject, isText, type Json, type JsonObject, listOf } from '../json.ts'
import type { CertificatesChecked } from './check-certificates.ts'
import type { Certificate } from './read-certificate.ts'

/**
 * Does the certificate belong to the issuer that is named? By an address in it (`iss` or `issuer.id` as URI or host
 * name), or by the organisation's number, which European credentials repeat in their issuer.
 */
export function checkCertifiedIssuer(
  issuer: Json | undefined,
  { leaf, trusted }: Extract<CertificatesChecked, { leaf: Certificate }>,
): Check {
  const id = isObject(issuer) ? issuer.id : issuer
  const { commonName, organisation, organisationId } = leaf.subjectName
  const detail = {
    issuer: isText(id) ? id : '',
    certificate: commonName,
    organisation,
    organisationId,
    revocation: 'not-checked',
  }
  if ('problem' in trusted) return find('certificate-untrusted', { ...detail, problem: trusted.problem })
  const bound = (isText(id) && namesAddress(leaf, id)) || (isObject(issuer) && namesOrganisation(leaf, issuer))
  return find(bound ? 'issuer-controls-key' : 'issuer-key-unproven', { ...detail, root: trusted.root })
}

function namesAddress({ uris, hosts }: Certificate, id: string): boolean {
  if (uris.includes(id)) return true
  const host = id.startsWith('did:web:')
    ? id.slice('did:web:'.length).split(':')[0]
    : /^https:\/\/([^/:?#]+)/.exec(id)?.[1]
  return host !== undefined && hosts.includes(host.toLowerCase())
}

/** Where ELM writes the numbers of an organisation; each is a LegalIdentifier or Identifier with a `notation`. */
const numberFields = ['eIDASIdentifier', 'registration', 'vatIdentifier', 'taxIdentifier', 'identifier'] as const

function namesOrganisation({ subjectName: { organisationId } }: Certificate, issuer: JsonObject): boolean {
  if (organisationId === '') return false
  return numberFields.some((field) =>
    listOf(issuer[field]).some((one) => isObject(one) && one.notation === organisationId),
  )
}
