/** Why something must not be signed: code, the place as a JSON Pointer, and words. */
export class CredentialProblem extends Error {
  readonly code: CredentialProblemCode
  readonly pointer: string
  readonly problems: readonly { pointer: string; detail: string }[]

  constructor(
    code: CredentialProblemCode,
    pointer: string,
    detail: string,
    problems: readonly { pointer: string; detail: string }[] = [{ pointer, detail }],
  ) {
    super(detail)
    this.name = 'CredentialProblem'
    this.code = code
    this.pointer = pointer
    this.problems = problems
  }
}

export type CredentialProblemCode =
  | 'data-model-broken'
  | 'schema-broken'
  | 'already-signed'
  | 'context-unknown'
  | 'context-invalid'
  | 'term-undefined'
  | 'term-redefined'
  | 'term-hidden'
  | 'json-ld-invalid'
  | 'graph-too-complex'
  | 'text-ill-formed'
  | 'time-malformed'
  | 'signer-mismatch'
  | 'pointer-invalid'
  | 'proof-unfit'
