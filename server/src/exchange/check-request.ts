import { Problem } from '../http/problem.ts'

const refused: readonly [name: string, why: string][] = [
  // Its address would be fetched by the protocol library, past the guard; and 1.0 knows it no more.
  ['client_metadata_uri', 'The request leads elsewhere for what it says of its sender (client_metadata_uri).'],
  // 8.2: with direct_post an answer has one address.
  ['redirect_uri', 'A request that is answered by direct_post has no redirect_uri (8.2).'],
  // 5.1: a wallet that does not know a type of transaction data refuses the whole request; the passport knows none.
  [
    'transaction_data',
    'The request asks for consent to a transaction, of a type that the passport does not know (5.1).',
  ],
]

/**
 * What the passport does not answer, whoever asks (OpenID4VP 1.0), where the protocol library would go on.
 *
 * @throws Problem `ask-refused`
 */
export function checkRequest(parameters: object): void {
  const [, why] = refused.find(([name]) => name in parameters) ?? []
  if (why !== undefined) throw new Problem('ask-refused', why)
}

/**
 * A request without what drafts called the kind of its client_id, where the client_id says the same by its prefix (5.9):
 * 1.0 ignores what it does not know, and the protocol library would take the request for two versions at once.
 */
export function dropOlderName<T extends { client_id?: unknown; client_id_scheme?: unknown }>(parameters: T): T {
  const { client_id: id, client_id_scheme: scheme } = parameters
  if (typeof id !== 'string' || typeof scheme !== 'string' || !id.startsWith(`${scheme}:`)) return parameters
  const rest = { ...parameters }
  delete rest.client_id_scheme
  return rest
}

/** A request object says what it is (RFC 9101, 10.8), also where it looks like one of an older draft. */
export function checkRequestObject(header: { typ?: unknown }): void {
  if (header.typ !== 'oauth-authz-req+jwt')
    throw new Problem('ask-refused', 'The signed request is not of the type oauth-authz-req+jwt.')
}
