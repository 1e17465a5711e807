import { walletTypes } from '@bricka/domain/exchange/wallet-claims'
import { contexts } from '@bricka/domain/issuing/credential-terms'
import { proofAlgorithms } from './openid-callbacks.ts'

/** The forms in which a merit goes to a wallet (OpenID4VCI 1.0, Appendix A): a row each. */
export const configurations = {
  'micro-credential-sd-jwt': { format: 'dc+sd-jwt', vct: walletTypes['micro-credential'] },
  'learning-credential-sd-jwt': { format: 'dc+sd-jwt', vct: walletTypes['learning-credential'] },
  'open-badge-ldp': {
    format: 'ldp_vc',
    credential_definition: { '@context': [...contexts], type: ['VerifiableCredential', 'OpenBadgeCredential'] },
  },
  'open-badge-jwt': {
    format: 'jwt_vc_json',
    credential_definition: { type: ['VerifiableCredential', 'OpenBadgeCredential'] },
  },
} as const
export type ConfigurationId = keyof typeof configurations

export const configurationIds = [
  'micro-credential-sd-jwt',
  'learning-credential-sd-jwt',
  'open-badge-ldp',
  'open-badge-jwt',
] as const satisfies readonly ConfigurationId[]

export const isConfiguration = (id: string): id is ConfigurationId => Object.hasOwn(configurations, id)

const names: Record<ConfigurationId, string> = {
  'micro-credential-sd-jwt': 'Micro-credential',
  'learning-credential-sd-jwt': 'Learning credential',
  'open-badge-ldp': 'Open Badge',
  'open-badge-jwt': 'Open Badge (JWT)',
}

const claimPaths: Record<ConfigurationId, readonly (readonly string[])[]> = {
  'micro-credential-sd-jwt': [
    ['name'],
    ['issuer', 'name'],
    ['validFrom'],
    ['credentialSubject', 'identifier'],
    ['credentialSubject', 'achievement', 'name'],
    ['credentialSubject', 'achievement', 'description'],
    ['credentialSubject', 'achievement', 'criteria'],
    ['credentialSubject', 'achievement', 'alignment'],
    ['credentialSubject', 'result'],
  ],
  'learning-credential-sd-jwt': [
    ['name'],
    ['achievement_title'],
    ['achievement_description'],
    ['learning_outcomes'],
    ['assessment_grade'],
    ['language_of_classes'],
    ['expected_study_time'],
    ['level_of_learning_experience'],
    ['types_of_quality_assurance'],
    ['prerequisites_to_enroll'],
    ['integration_stackability_options'],
    ['issuing_authority'],
    ['issuing_country'],
    ['date_of_issuance'],
    ['date_of_expiry'],
  ],
  'open-badge-ldp': [['name'], ['credentialSubject', 'achievement', 'name']],
  'open-badge-jwt': [['name'], ['credentialSubject', 'achievement', 'name']],
}

export const batchSize = 20

const describe = (id: ConfigurationId) => ({
  ...configurations[id],
  scope: id,
  cryptographic_binding_methods_supported: ['jwk', 'did:key', 'did:jwk'],
  credential_signing_alg_values_supported: [id === 'open-badge-ldp' ? 'eddsa-rdfc-2022' : 'EdDSA'],
  proof_types_supported: { jwt: { proof_signing_alg_values_supported: [...proofAlgorithms] } },
  credential_metadata: {
    display: [{ name: names[id], locale: 'en' }],
    claims: claimPaths[id].map((path) => ({ path: [...path] })),
  },
})

/** What an organisation says of itself to wallets (12.2.4). */
export function composeIssuerMetadata(issuer: string, organisation: { legal_name: string }) {
  return {
    credential_issuer: issuer,
    credential_endpoint: `${issuer}/credential`,
    deferred_credential_endpoint: `${issuer}/deferred`,
    notification_endpoint: `${issuer}/notification`,
    nonce_endpoint: `${issuer}/nonce`,
    batch_credential_issuance: { batch_size: batchSize },
    display: [{ name: organisation.legal_name }],
    credential_configurations_supported: Object.fromEntries(configurationIds.map((id) => [id, describe(id)])),
  }
}

export const preAuthorisedGrant = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'

/** The authorisation server of the same organisation (RFC 8414). */
export const composeServerMetadata = (issuer: string) => ({
  issuer,
  token_endpoint: `${issuer}/token`,
  authorization_endpoint: `${issuer}/authorize`,
  pushed_authorization_request_endpoint: `${issuer}/par`,
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', preAuthorisedGrant],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none'],
  authorization_response_iss_parameter_supported: true,
  'pre-authorized_grant_anonymous_access_supported': true,
  scopes_supported: [...configurationIds],
})
