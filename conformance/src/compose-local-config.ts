import type { Issuer } from './make-issuers.ts'

const judges = ['whole', 'proof-only', 'controls/always-yes', 'controls/always-no'] as const

/** Which verifier the suites are to ask. */
export type Judge = (typeof judges)[number]

export const isJudge = (text: string): text is Judge => judges.some((judge) => judge === text)

const verifierTags = [
  ...['vc2.0', 'EnvelopingProof', 'vc-api', 'BitstringStatusList', 'localhost'],
  ...['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'ecdsa-rdfc-2019', 'ecdsa-jcs-2019', 'ecdsa-sd-2023'],
]

/** What the suites load as `localConfig.cjs`: who issues and verifies where, with the keys of this run. */
export function composeLocalConfig(
  { baseUrl, issuers }: { baseUrl: string; issuers: ReadonlyMap<string, Issuer> },
  judge: Judge,
): string {
  const config = {
    settings: { enableInteropTests: true, testAllImplementations: false },
    implementations: [
      {
        name: 'Bricka',
        implementation: 'Bricka credential',
        issuers: [...issuers.values()].flatMap((issuer) => composeIssuers(issuer, baseUrl)),
        verifiers: [composeVerifier(`${baseUrl}/${judge}/credentials/verify`)],
        vcHolders: [{ ...composeVerifier(`${baseUrl}/holder/credentials/derive`), tags: ['vcHolder'] }],
        vpVerifiers: [composeVerifier(`${baseUrl}/${judge}/presentations/verify`)],
      },
    ],
  }
  return `module.exports = ${JSON.stringify(config, undefined, 2)}\n`
}

const composeVerifier = (endpoint: string) => ({
  id: 'https://verifier.example',
  endpoint,
  supports: { vc: ['1.1', '2.0'], keyTypes: ['P-256', 'P-384'] },
  supportedEcdsaKeyTypes: ['P-256', 'P-384'],
  tags: verifierTags,
})

function composeIssuers({ name, did, keyType, signature }: Issuer, baseUrl: string) {
  const at = (endpoint: string, tags: readonly string[]) => ({
    id: did,
    endpoint: `${baseUrl}/issuers/${endpoint}/credentials/issue`,
    supports: { vc: ['2.0'], keyTypes: [keyType] },
    supportedEcdsaKeyTypes: [keyType],
    tags,
  })
  if (signature === 'vc-jwt') return [at(name, ['EnvelopingProof'])]
  if (name !== 'eddsa-rdfc-2022') return [at(name, [signature])]
  return [at(name, [signature, 'vc2.0', 'vc-api', 'localhost']), at(`${name}/status`, ['BitstringStatusList'])]
}
