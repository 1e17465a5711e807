import type { EmployerAnswer, FollowUpAnswer, Measure, Round } from '@bricka/domain/follow-up/follow-up'
import type { AimState } from '@bricka/domain/guidance/aim'
import type { Purpose, Thing } from '@bricka/domain/guidance/consent'
import type { Area, LearningUnit, UnitKind } from '@bricka/domain/landscape/learning-unit'
import type { Recommendation, RecommendationState } from '@bricka/domain/landscape/recommendation'
import type { StudyTemplate } from '@bricka/domain/landscape/study-template'
import type { Term } from '@bricka/domain/landscape/term'
import type { LocalText } from '@bricka/domain/local-text'
import type { MeritDesign } from '@bricka/domain/merit/merit'
import type { Occasion } from '@bricka/domain/merit/occasion'
import type { Horizon, NeedAnswer, NeedLine, Survey, Wave } from '@bricka/domain/need/survey'
import type { Receiver } from '@bricka/domain/organisation/estate'
import type { LegalIdentifier, OrganisationKind, Role } from '@bricka/domain/organisation/organisation'
import type { DisclosurePolicy } from '@bricka/domain/planning/disclosure-policy'
import type { MapEdit } from '@bricka/domain/skill/map-edit'
import type { MatchRelation } from '@bricka/domain/skill/skill'
import type { PartySide, Stand } from '@bricka/domain/trust/endorsement'
import type { JWK } from 'jose'
import type { ColumnType, Generated, Selectable } from 'kysely'

/** A jsonb column: read as its value, written as text made by `toJson`. */
type Json<T> = ColumnType<T, string, string>
type Defaulted<T> = ColumnType<T, T | undefined, T>

export type Tables = {
  organisation: {
    id: string
    slug: string
    legal_name: string
    legal_identifiers: Json<LegalIdentifier[]>
    country: string
    region: string | null
    kind: OrganisationKind
    homepage: string | null
    email: string | null
    about: ColumnType<LocalText | null, string | null, string | null>
    did: string
    four_eyes: Defaulted<boolean>
    carries_endorsements: Defaulted<boolean>
    created_at: Date
    /** Nothing new comes of it from then on; what it issued is answered for by its successor, or in another house. */
    ended_at: ColumnType<Date | null, Date | undefined, Date>
    successor_id: ColumnType<string | null, string | undefined, string | null>
    /** Where another house has taken it in: its DID document lies under this address. */
    moved_to: ColumnType<string | null, string | undefined, string>
  }
  /** How an organisation is about to end: agreed on by a second person or by time, and accepted by who goes on. */
  estate_plan: {
    organisation_id: string
    way: 'close' | 'join' | 'move'
    successor_id: string | null
    receiver: ColumnType<Receiver | null, string | null, string | null>
    /** Null when their account is gone: what is on its way to another house goes on. */
    asked_by: string | null
    asked_at: Date
    /** Null as long as somebody else has to agree. */
    takes_effect_at: Date | null
    accepted_by: ColumnType<string | null, string | undefined, string | null>
    accepted_at: ColumnType<Date | null, Date | undefined, Date | null>
    packed_at: ColumnType<Date | null, Date | undefined, Date>
  }
  /** A place made ready for an estate from another house, with the keys that only this estate will use. */
  estate_reception: {
    id: string
    organisation_id: string
    sealed_opening_key: Buffer | null
    sealed_signing_key: Buffer | null
    public_key_multibase: string
    created_at: Date
    expires_at: Date
    ended_id: ColumnType<string | null, string | undefined, string>
    taken_at: ColumnType<Date | null, Date | undefined, Date>
  }
  /** What was public in another house, at the address it had there. */
  estate_document: { url: string; organisation_id: string; media_type: string; body: string }
  /** What was issued in another house, for whoever answers for it now. */
  estate_credential: {
    organisation_id: string
    id: string
    title: string
    recipient_name: string
    recipient_email: string
    state: 'issued' | 'suspended' | 'revoked' | 'replaced'
    issued_at: Date | null
    valid_until: Date | null
    revocation_list_id: string | null
    suspension_list_id: string | null
    status_position: number | null
    status_reason: string | null
    status_changed_at: Date | null
  }
  organisation_seal: {
    organisation_id: string
    /** PEM, the seal's own certificate first. */
    certificates: string
    sealed_private_key: Buffer
    identifier: string
    subject: string
    not_after: Date
    created_at: Date
  }
  organisation_key: {
    organisation_id: string
    id: string
    verification_method: string
    public_key_multibase: string
    sealed_private_key: Buffer | null
    valid_from: Date
    retired_at: Date | null
    compromised_at: Date | null
  }
  person: { id: string; name: string | null; locale: string | null; created_at: Date; claimed_at: Date | null }
  person_email: { email: string; person_id: string; verified_at: Date | null }
  person_login: { provider: string; subject: string; person_id: string; created_at: Date }
  membership: { organisation_id: string; person_id: string; roles: Role[]; created_at: Date }
  login_link: { token_hash: string; email: string; next: string | null; expires_at: Date; used_at: Date | null }
  session: {
    token_hash: string
    person_id: string
    created_at: Date
    expires_at: Date
    id: Defaulted<string>
    /** In few words, such as "Firefox, Linux"; null where the browser did not say. */
    device: string | null
    last_used_at: Defaulted<Date>
  }
  login_challenge: { id: string; kind: string; content: Json<unknown>; expires_at: Date }
  passkey: {
    id: string
    person_id: string
    public_key: Buffer
    counter: ColumnType<string, number, number>
    transports: string[]
    name: string
    created_at: Date
    last_used_at: Date | null
  }
  api_token: {
    id: string
    organisation_id: string
    name: string
    token_hash: string
    scopes: string[]
    created_by: string | null
    created_at: Date
    expires_at: Date | null
    last_used_at: Date | null
    withdrawn_at: Date | null
  }
  merit: {
    id: string
    owner_id: string
    state: 'draft' | 'published' | 'retired'
    current_version: number | null
    created_at: Date
    retired_at: Date | null
    retired_reason: string | null
    replaced_by: string | null
  }
  /** Only its owner's: the row of the merit itself is everybody's once it is published. */
  merit_draft: {
    merit_id: string
    owner_id: string
    design: Json<MeritDesign>
    profile_id: string | null
    saved_at: Date
  }
  catalogue_entry: {
    merit_id: string
    number: number
    owner_id: string
    item: Json<unknown>
    search: string
    title: string
    skills: string[]
    eqf: number[]
    hours: ColumnType<string | null, number | null, number | null>
    credit_units: string[]
    participation: string[]
    benefits: string[]
    setting: string | null
    languages: string[]
    places: string[]
    needs: string[]
    pilot: boolean
    published_at: Date
  }
  merit_version: {
    merit_id: string
    number: number
    owner_id: string
    url: string
    design: Json<MeritDesign>
    profile_id: string
    changes: Json<string[]>
    published_at: Date
    published_by: string | null
  }
  status_list: {
    id: string
    organisation_id: string
    purpose: 'revocation' | 'suspension'
    /** The revocation list's id, shared with its suspension list: a holder has the same position in both. */
    pair_id: string
    url: string
    length: number
    bits: Buffer
    taken: Defaulted<number>
    changed_at: Date
    document: string | null
    signed_at: Date | null
    expires_at: Date | null
  }
  status_entry: { revocation_list_id: string; position: number }
  mandate: {
    id: string
    merit_id: string
    creator_id: string
    issuer_id: string
    valid_from: Date
    valid_until: Date | null
    url: string
    document: string
    digest: string
    status_list_id: string
    status_position: number
    withdrawn_at: Date | null
    withdrawal_reason: string | null
    withdrawal_document: string | null
    created_at: Date
    created_by: string | null
  }
  issuing_batch: {
    id: string
    issuer_id: string
    merit_id: string
    merit_version: number
    file_name: string | null
    file_digest: string
    settings: Json<Record<string, unknown>>
    state: 'running' | 'finished' | 'cancelled' | 'stopped'
    total: number
    created_by: string | null
    created_at: Date
    finished_at: Date | null
    /** Who answers for what the batch issues: asked for their right again before every chunk. */
    actor_kind: Defaulted<'person' | 'token'>
    actor_id: string | null
    problem: ColumnType<unknown, string | null, string | null>
  }
  issuing_row: {
    batch_id: string
    row_number: number
    state: 'waiting' | 'issued' | 'known' | 'failed'
    content: Json<unknown>
    problem: ColumnType<unknown, string | null, string | null>
    holder_id: string | null
    credential_id: string | null
  }
  credential: {
    holder_id: string
    id: string
    issuer_id: string
    creator_id: string
    merit_id: string
    merit_version: number
    mandate_id: string | null
    batch_id: string | null
    state: 'awaiting-approval' | 'declined' | 'issued' | 'suspended' | 'revoked' | 'replaced'
    title: string
    recipient_name: string
    recipient_email: string
    facts: Json<unknown>
    document: string | null
    valid_from: Date | null
    valid_until: Date | null
    revocation_list_id: string | null
    suspension_list_id: string | null
    status_position: number | null
    status_reason: string | null
    status_changed_at: Date | null
    replaced_by: string | null
    replaces: string | null
    /** Why a replacement was asked for, while it waits for approval. */
    replacement_reason: string | null
    requested_by: string | null
    approved_by: string | null
    created_at: Date
    issued_at: Date | null
    claimed_at: Date | null
    /** When the holder had everything personal removed from the issuer's record. */
    erased_at: Date | null
  }
  credential_address: { id: string; holder_id: string; url: string; issuer_id: string | null }
  issuing_key: { issuer_id: string; key: string; holder_id: string; credential_id: string }
  notice: {
    holder_id: string
    id: string
    kind: 'issued' | 'suspended' | 'reinstated' | 'revoked' | 'replaced'
    credential_id: string
    details: Json<Record<string, string>>
    created_at: Date
  }
  claim_address: {
    token_hash: string
    holder_id: string
    created_at: Date
    expires_at: Date
    used_at: Date | null
    /** The credential that the message told of. */
    credential_id: string | null
  }
  share: {
    holder_id: string
    id: string
    audience: string
    purpose: string
    sealed_token: Buffer
    created_at: Date
    expires_at: Date
    withdrawn_at: Date | null
  }
  share_item: { holder_id: string; share_id: string; credential_id: string }
  share_view: { holder_id: string; share_id: string; id: string; viewed_at: Date; act: string }
  share_results: { holder_id: string; share_id: string; record_id: string }
  share_self_claim: { holder_id: string; share_id: string; self_claim_id: string }
  imported_credential: {
    holder_id: string
    id: string
    digest: string
    title: string
    issuer_name: string
    document: string
    report: Json<unknown>
    source: string | null
    created_at: Date
    /** The export that it came in. */
    archive_id: ColumnType<string | null, string | undefined, string | null>
  }
  taken_archive: {
    holder_id: string
    id: string
    digest: string
    source: string
    sealed_by: string
    exported_at: Date
    known: Json<Record<string, { mediaType: string; body: string }>>
    created_at: Date
  }
  /** What came along in one, sealed: files of evidence, and the old house's record of its holder. */
  taken_file: {
    holder_id: string
    archive_id: string
    id: string
    path: string
    name: string
    media_type: string
    bytes: number
    sealed_content: Buffer
    created_at: Date
  }
  share_import: { holder_id: string; share_id: string; imported_id: string }
  waiting_mail: {
    id: string
    sealed_mail: Buffer
    tries: Defaulted<number>
    next_try_at: Date
    problem: string | null
    created_at: Date
    /** `hashToken` of the normalised address, by which the mail of someone who leaves is found. */
    recipient_hash: string | null
  }
  /** Asked for by a representative: approved by another, or of effect at a time. */
  four_eyes_release: {
    organisation_id: string
    asked_by: string
    asked_at: Date
    takes_effect_at: Date | null
  }
  demo_step: { name: string; result: Json<Record<string, unknown>>; done_at: Date }
  share_address: { token_hash: string; holder_id: string; share_id: string }
  self_claim: { holder_id: string; id: string; content: Json<unknown>; created_at: Date }
  audit_entry: {
    id: string
    organisation_id: string | null
    holder_id: string | null
    actor_kind: 'person' | 'token' | 'system'
    actor_id: string | null
    actor_name: string | null
    act: string
    object_kind: string
    object_id: string
    details: Json<Record<string, unknown>>
    at: Date
  }
  demo_mail: {
    id: string
    recipient: string
    subject: string
    text_body: string
    html_body: string | null
    received_at: Date
  }
  validation_offer: {
    provider_id: string
    merit_id: string
    settings: Json<unknown>
    created_at: Date
    closed_at: Date | null
  }
  assessor: { provider_id: string; person_id: string; content: Json<unknown>; created_at: Date; changed_at: Date }
  validation_case: {
    holder_id: string
    id: string
    provider_id: string
    merit_id: string
    merit_version: number
    title: string
    candidate_name: string
    candidate_email: string
    standing: 'open' | 'paused' | 'proposed' | 'decided' | 'certified' | 'withdrawn'
    phase: string | null
    created_at: Date
    changed_at: Date
  }
  case_event: {
    holder_id: string
    case_id: string
    number: number
    provider_id: string
    at: ColumnType<Date, Date | string, never>
    by_person: string
    by_name: string
    as_part: string
    event: Json<unknown>
    /** Over the event and the digest before it, so that a change behind our back shows. */
    digest: string
  }
  case_file: {
    holder_id: string
    case_id: string
    id: string
    provider_id: string
    name: string
    media_type: string
    bytes: number
    sealed_content: Buffer
    created_at: Date
  }
  case_assessor: { holder_id: string; case_id: string; person_id: string; provider_id: string; name: string }
  standardisation_meeting: {
    provider_id: string
    id: string
    content: Json<unknown>
    recorded_by: string | null
    created_at: Date
  }
  quality_self_check: {
    provider_id: string
    id: string
    content: Json<unknown>
    recorded_by: string | null
    created_at: Date
  }
  stack: {
    id: string
    owner_id: string
    content: Json<unknown>
    title: string
    state: 'draft' | 'published' | 'retired'
    merit_id: string | null
    created_at: Date
    changed_at: Date
  }
  whole_request: {
    holder_id: string
    id: string
    stack_id: string
    owner_id: string
    applicant_name: string
    applicant_email: string
    parts: Json<unknown>
    note: string | null
    share_id: string
    sealed_share: Buffer
    state: 'open' | 'issued' | 'declined' | 'withdrawn'
    reason: string | null
    credential_id: string | null
    created_at: Date
    decided_at: Date | null
  }
  credit_application: {
    holder_id: string
    id: string
    decider_id: string
    target: Json<unknown>
    basis: Json<unknown>
    note: string | null
    applicant_name: string
    share_id: string
    sealed_share: Buffer
    state: 'open' | 'decided' | 'appealed' | 'withdrawn'
    decision: ColumnType<unknown, string | null, string | null>
    document: string | null
    created_at: Date
    decided_at: Date | null
    /** Who decided, so that someone else hears the appeal; not told to anyone. */
    decided_by: string | null
    appeal: ColumnType<unknown, string | null, string | null>
    earlier: ColumnType<unknown, string | undefined, string>
  }
  precedent: {
    id: string
    decider_id: string
    content: Json<unknown>
    title: string
    merit_ids: string[]
    extent: 'full' | 'partial' | 'none'
    created_at: Date
  }
  /** Whatever a wallet shows to go on, by its hash: offers, codes, access tokens, nonces. */
  wallet_token: {
    token_hash: string
    kind: string
    holder_id: string | null
    issuer_id: string | null
    content: Json<unknown>
    tries: Defaulted<number>
    created_at: Date
    expires_at: Date
    used_at: Date | null
  }
  badge_client: { id: string; name: string; redirect_uris: string[]; secret_hash: string | null; created_at: Date }
  badge_connection: {
    holder_id: string
    id: string
    client_id: string
    scopes: string[]
    created_at: Date
    last_used_at: Date | null
    ended_at: Date | null
  }
  /** One merit as it lies in one wallet, bound to that wallet's key. */
  wallet_representation: {
    holder_id: string
    id: string
    credential_id: string
    issuer_id: string
    configuration: string
    key_thumbprint: string
    notification_hash: string | null
    wallet: string | null
    told: string | null
    created_at: Date
  }
  aim: {
    holder_id: string
    id: string
    content: Json<unknown>
    title: string
    state: AimState
    created_at: Date
    changed_at: Date
  }
  aim_plan: { holder_id: string; aim_id: string; plan: Json<unknown>; changed_at: Date }
  /** How the plan stood before each change, for undoing; the newest has the highest number. */
  aim_plan_past: { holder_id: string; aim_id: string; number: number; plan: Json<unknown> }
  guidance: {
    holder_id: string
    id: string
    organisation_id: string | null
    counsellor_id: string | null
    counsellor_name: string | null
    learner_name: string
    message: string | null
    standing: 'offered' | 'asked' | 'open' | 'ended'
    handover_to: string | null
    handover_name: string | null
    handover_why: string | null
    /** The number of the first entry that the counsellor of now may read. */
    entries_from: number
    ended_by: 'learner' | 'counsellor' | 'expired' | null
    sealed_link: Buffer | null
    expires_at: Date | null
    created_at: Date
    changed_at: Date
  }
  guidance_address: { token_hash: string; holder_id: string; guidance_id: string }
  guidance_consent: {
    holder_id: string
    guidance_id: string
    id: string
    thing_kind: Thing['kind']
    thing_id: string
    title: string
    purpose: Purpose
    given_at: Date
    withdrawn_at: Date | null
  }
  guidance_entry: {
    holder_id: string
    guidance_id: string
    number: number
    by_person: string
    by_name: string
    content: Json<unknown>
    answer: 'taken' | 'declined' | null
    answered_at: Date | null
    created_at: Date
  }
  /** What a counsellor has seen, for its learner to read. */
  guidance_reading: {
    holder_id: string
    guidance_id: string
    id: string
    by_person: string
    by_name: string
    things: Json<unknown>
    read_at: Date
  }
  /** What a verifier asks wallets for. */
  presentation_request: {
    id: string
    secret_hash: string
    organisation_id: string | null
    verifier: string
    purpose: string
    parameters: Json<Record<string, unknown>>
    sealed_key: Buffer | null
    state: 'open' | 'answered' | 'declined'
    sealed_result: Buffer | null
    response_code_hash: string | null
    created_at: Date
    expires_at: Date
    answered_at: Date | null
  }
  /** Who has said that their merits may be counted, and where they live. */
  statistics_consent: {
    holder_id: string
    municipality: string | null
    /** Made by `bricka generate`: no person stands behind it. */
    synthetic: Defaulted<boolean>
    given_at: Date
    withdrawn_at: Date | null
  }
  /** Whose facts are to be looked at anew, and from when. */
  supply_due: { holder_id: string; id: string; due_at: Date }
  supply_fact: {
    holder_id: string
    credential_id: string
    skill: string
    issuer_id: string
    issuer_kind: string
    level: string | null
    form: string
    place: string
    region: string
    /** A day, `2027-05-31`. */
    valid_until: string | null
  }
  supply_cell: { place: string; facet: string; concept: string; persons: number; key_sum: string }
  supply_contribution: { place: string; facet: string; concept: string; issuer_id: string; persons: number }
  /** What has left through the gate, as it was then. */
  supply_release: { period: string; made_at: Date; policy: Json<DisclosurePolicy>; synthetic: boolean }
  supply_figure: { period: string; place: string; facet: string; concept: string; value: number }
  population: { place: string; year: number; persons: number; source: string }
  /** The places of a kind in one place, drawn when an operator brought their shapes. */
  place_map: {
    within: string
    kind: 'region' | 'municipality'
    width: number
    height: number
    /** An SVG path by the place's code. */
    paths: Json<Readonly<Record<string, string>>>
    source: string
    imported_at: Date
  }
  /** A key that the passport holds for its holder, for one credential. */
  holder_key: {
    holder_id: string
    id: string
    imported_id: string | null
    credential_id: string | null
    public_jwk: Json<unknown>
    sealed_private_key: Buffer
    created_at: Date
  }
  merit_occasion: {
    id: string
    merit_id: string
    issuer_id: string
    occasion: Json<Occasion>
    /** ISO 8601, as it is compared. */
    starts_on: string
    created_at: Date
    called_off_at: Date | null
  }
  skill_framework: {
    name: string
    version: string
    languages: string[]
    attribution: string | null
    imported_at: Date
  }
  skill_concept: {
    framework: string
    version: string
    uri: string
    type: string
    labels: Json<Record<string, string>>
    alt_labels: Json<Record<string, string[]>>
    broader: Json<string[]>
    state: 'current' | 'deprecated'
    replaced_by: string | null
    code: string | null
    descriptions: Json<Record<string, string>>
  }
  skill_link: {
    framework: string
    version: string
    occupation: string
    skill: string
    relation: 'essential' | 'optional'
  }
  skill_map: {
    id: string
    owner_id: string
    framework: string | null
    version: string | null
    title: Json<LocalText>
    about: ColumnType<LocalText | null, string | null, string | null>
    created_at: Date
    created_by: string | null
    closed_at: Date | null
  }
  skill_map_edit: {
    map_id: string
    id: string
    place: ColumnType<string, never, never>
    edit: Json<MapEdit>
    reason: string
    proposed_by_organisation: string
    proposed_by: string | null
    proposed_at: Date
    decision: 'taken' | 'refused' | 'withdrawn' | null
    decision_reason: string | null
    decided_at: Date | null
    /** The order of decisions, which is the order in which edits apply. */
    decided_place: string | null
    decided_by: string | null
  }
  skill_mapping: {
    framework: string
    version: string
    uri: string
    target_framework: string
    target: string
    relation: MatchRelation
  }
  skill_label: {
    framework: string
    version: string
    uri: string
    language: string
    preferred: boolean
    /** In lower case. */
    text: string
  }
  need_survey: { id: string; organisation_id: string; survey: Json<Survey>; created_at: Date }
  need_wave: {
    id: string
    survey_id: string
    organisation_id: string
    wave: Json<Wave>
    place: string
    /** ISO 8601, as it is compared. */
    closes_on: string
    created_at: Date
    open_token_hash: string | null
    sealed_open_token: Buffer | null
    reminded_at: Date | null
    closed_at: Date | null
    published_at: Date | null
    policy: ColumnType<DisclosurePolicy | null, string | null, string | null>
    summary: ColumnType<unknown, string | null, string | null>
  }
  emrex_session: {
    session_hash: string
    holder_id: string
    provider: string
    created_at: Date
    expires_at: Date
    answered_at: Generated<Date | null>
    token_hash: Generated<string | null>
    return_code: Generated<string | null>
    sealed_answer: Generated<Buffer | null>
  }
  emrex_record: {
    holder_id: string
    id: string
    provider: string
    provider_name: string
    digest: string
    document: string
    match: Json<unknown>
    fetched_at: Date
  }
  landscape_study: {
    id: string
    organisation_id: string
    title: string
    about: string
    template: Json<StudyTemplate>
    template_version: number
    created_at: Date
    published_at: Date | null
  }
  landscape_unit: {
    id: string
    study_id: string
    organisation_id: string
    unit: Json<LearningUnit>
    area: Area
    kind: UnitKind
    name: string
    provider: string
    good_practice: string | null
    created_at: Date
    amended_at: Date
    withdrawn_at: Date | null
  }
  landscape_term: {
    id: string
    organisation_id: string
    term: Json<Term>
    word: string
    area: Term['area']
    concept: string
    created_at: Date
    withdrawn_at: Date | null
  }
  recommendation_note: {
    id: string
    organisation_id: string
    recommendation: Recommendation
    area: Area
    state: RecommendationState
    note: string
    url: string | null
    noted_at: Date
  }
  endorsement: {
    id: string
    merit_id: string
    merit_version: number
    organisation_id: string
    side: PartySide
    reason: string
    document: string
    status_list_id: string
    status_position: number
    created_at: Date
    created_by: string | null
    withdrawn_at: Generated<Date | null>
    withdrawal_reason: Generated<string | null>
  }
  merit_remark: {
    id: string
    merit_id: string
    organisation_id: string
    person_id: string | null
    stand: Stand
    words: string
    created_at: Date
  }
  follow_up_consent: { holder_id: string; given_at: Date; withdrawn_at: Date | null }
  follow_up_ask: {
    holder_id: string
    credential_id: string
    round: Round
    merit_id: string
    due_on: string
    asked_at: Date | null
    reminded_at: Date | null
    sealed_token: Buffer | null
    answer: ColumnType<FollowUpAnswer | null, string | null, string | null>
    answered_at: Date | null
  }
  follow_up_employer: {
    holder_id: string
    credential_id: string
    round: Round
    merit_id: string
    email: string | null
    language: string
    asked_at: Date
    answer: ColumnType<EmployerAnswer | null, string | null, string | null>
    answered_at: Date | null
  }
  follow_up_link: {
    token_hash: string
    holder_id: string
    credential_id: string
    round: Round
    employer: boolean
    closes_on: string
  }
  follow_up_release: { period: string; made_at: Date; policy: Json<DisclosurePolicy> }
  follow_up_figure: {
    merit_id: string
    period: string
    round: Round
    measure: Measure
    base: number
    yes: number | null
    partly: number | null
  }
  lti_key: { id: string; public_jwk: Json<JWK>; sealed: Buffer; created_at: Date }
  lti_platform: {
    id: string
    organisation_id: string
    name: string
    issuer: string
    client_id: string
    deployment_id: string
    auth_url: string
    jwks_url: string
    token_url: string
    threshold: number
    created_at: Date
  }
  lti_login: { state_hash: string; platform_id: string; nonce: string; expires_at: Date }
  lti_course: {
    id: string
    platform_id: string
    organisation_id: string
    link_id: string
    title: string
    merit_id: string
    line_item_url: string | null
    members_url: string | null
    created_at: Date
  }
  lti_launch: {
    token_hash: string
    platform_id: string
    course_id: string | null
    teacher: string | null
    deep_link: ColumnType<unknown, string | null, string | null>
    expires_at: Date
  }
  lti_completion: {
    course_id: string
    member: string
    organisation_id: string
    completed_on: string
    confirmed_by: string | null
    batch_id: string | null
  }
  need_unit: {
    id: string
    wave_id: string
    stratum: string | null
    email: string | null
    language: string
    token_hash: string
    sealed_token: Buffer
    self_selected: boolean
    invited_at: Date | null
    reminded_at: Date | null
    answer: ColumnType<NeedAnswer | null, string | null, string | null>
    saved_at: Date | null
    sent_at: Date | null
  }
  need_line: {
    id: string
    wave_id: string
    unit_id: string
    line: Json<NeedLine>
    words: string
    concept: string | null
    label: string | null
    coded_at: Date | null
    coded_by: string | null
    set_aside: Defaulted<boolean>
  }
  need_detail: {
    wave_id: string
    concept: string
    question: string
    value: string
    base: number
    named: number
    answered: number
  }
  need_figure: {
    wave_id: string
    place: string
    concept: string
    label: string
    horizon: Horizon
    base: number
    wanted: number
    at_least: number | null
    at_most: number | null
    named: number
  }
}

export type Row<Name extends keyof Tables> = Selectable<Tables[Name]>
