import { find } from '../../check.ts'
import { dataModelOf, markUnverified } from '../../credential.ts'
import { isObject, type JsonObject, listOf, textsOf } from '../../json.ts'
import type { Format, Signed } from '../format.ts'
import { checkProof } from './check-proof.ts'

type DataIntegrityEnvelope = { readonly format: 'data-integrity' }

/** JSON-LD documents with embedded proofs: VC 2.0 and 1.1, Open Badges 3.0. */
export const dataIntegrity: Format<DataIntegrityEnvelope> = {
  read(input) {
    if (typeof input === 'string' || isEnvelope(input) || !looksLikeCredential(input)) return undefined
    return { read: true, credential: markUnverified(input, { format: 'data-integrity' }) }
  },

  async checkSignature(document, _envelope, purpose, ground): Promise<Signed> {
    const { proof, ...unsecured } = document
    const proofs = listOf(proof)
    if (proofs.length === 0) return { signature: find('signature-missing'), keys: [] }
    if (proofs.length > mostProofs)
      return { signature: find('signature-malformed', { proofs: proofs.length }), keys: [] }
    const readable = proofs.filter(isObject)
    if (readable.length < proofs.length) return { signature: find('signature-malformed', { field: 'proof' }), keys: [] }

    const ids = readable.flatMap(({ id }) => (id === undefined ? [] : [id]))
    // Two proofs of one name: which of them another builds on would be anybody's choice.
    if (new Set(ids).size < ids.length)
      return { signature: find('signature-malformed', { field: 'proof.id' }), keys: [] }

    const checked = []
    for (const one of readable) {
      const proofChecked = await checkProof(one, unsecured, readable, purpose, ground)
      checked.push(proofChecked)
      // One that failed decides; the rest would only cost.
      if (proofChecked.check.outcome === 'failed') break
    }
    const failed = checked.find(({ check }) => check.outcome === 'failed')
    const passed = checked.filter(({ check }) => check.outcome === 'passed')
    const unchecked = checked.filter(({ check }) => check.outcome === 'unchecked')
    // A proof of an unknown kind beside one that holds takes nothing from it: each covers the whole document.
    const open = unchecked.find(({ check }) => check.code !== 'cryptosuite-unknown')
    const worst = failed ?? open ?? (passed.length > 0 ? undefined : unchecked[0])
    const shown = worst ?? passed[0]
    return {
      signature: shown ? shown.check : find('signature-missing'),
      format: checked.find(({ format }) => format)?.format,
      keys: worst ? [] : passed.flatMap(({ key }) => (key ? [key] : [])),
      old: passed.length > 0 && passed.every(({ old }) => old) ? passed[0]?.old : undefined,
    }
  },
}

const mostProofs = 10

/** An envelope that no other format could open holds nothing that is signed. */
const isEnvelope = (document: JsonObject): boolean =>
  textsOf(document.type).some((type) => /^EnvelopedVerifiable(Credential|Presentation)$/.test(type))

export const looksLikeCredential = (document: JsonObject): boolean =>
  dataModelOf(document) !== undefined ||
  textsOf(document.type).includes('VerifiableCredential') ||
  (document.credentialSubject !== undefined && document.issuer !== undefined)
