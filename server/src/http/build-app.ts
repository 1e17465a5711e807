import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import limit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from '@fastify/type-provider-zod'
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { demoRoutes } from '../demo/routes.ts'
import { answerForFormerHouses } from '../estate/answer-for-former-houses.ts'
import { endingRoutes } from '../estate/ending-routes.ts'
import { estateRoutes } from '../estate/estate-routes.ts'
import { badgeApiRoutes } from '../exchange/badge-api-routes.ts'
import { badgeAppRoutes } from '../exchange/badge-app-routes.ts'
import { badgeOauthRoutes } from '../exchange/badge-oauth-routes.ts'
import { badgePictureRoutes } from '../exchange/badge-picture-routes.ts'
import { clrRoutes } from '../exchange/clr-routes.ts'
import { emrexRoutes } from '../exchange/emrex-routes.ts'
import { europassRoutes } from '../exchange/europass-routes.ts'
import { leaveRoutes } from '../exchange/leave-routes.ts'
import { ltiConsoleRoutes } from '../exchange/lti-console-routes.ts'
import { ltiRoutes } from '../exchange/lti-routes.ts'
import { offerRoutes } from '../exchange/offer-routes.ts'
import { openidIssuerRoutes } from '../exchange/openid-issuer-routes.ts'
import { openidVerifierRoutes } from '../exchange/openid-verifier-routes.ts'
import { presentationRoutes } from '../exchange/presentation-routes.ts'
import { walletRoutes } from '../exchange/wallet-routes.ts'
import { followUpRoutes } from '../follow-up/routes.ts'
import type { Ground } from '../ground.ts'
import { aimRoutes } from '../guidance/aim-routes.ts'
import { counselRoutes } from '../guidance/counsel-routes.ts'
import { guidanceRoutes } from '../guidance/guidance-routes.ts'
import { occasionRoutes } from '../issuing/occasion-routes.ts'
import { issuingRoutes } from '../issuing/routes.ts'
import { landscapeRoutes } from '../landscape/routes.ts'
import { studyRoutes } from '../landscape/study-routes.ts'
import { makeToken } from '../make-id.ts'
import { levelRoutes } from '../merit/level-routes.ts'
import { meritRoutes } from '../merit/routes.ts'
import { serveAchievements } from '../merit/serve-achievement.ts'
import { needRoutes } from '../need/need-routes.ts'
import { surveyRoutes } from '../need/survey-routes.ts'
import { organisationRoutes } from '../organisation/routes.ts'
import { accountRoutes } from '../passport/account-routes.ts'
import { importRoutes } from '../passport/import-routes.ts'
import { passportRoutes } from '../passport/routes.ts'
import { shareRoutes } from '../passport/share-routes.ts'
import { closingRoutes } from '../pathway/closing-routes.ts'
import { listOffers } from '../pathway/list-offers.ts'
import { pathwayRoutes } from '../pathway/routes.ts'
import { wholeRoutes } from '../pathway/whole-routes.ts'
import { loginRoutes } from '../person/login-routes.ts'
import { personRoutes } from '../person/routes.ts'
import { gapRoutes } from '../planning/gap-routes.ts'
import { planningRoutes } from '../planning/routes.ts'
import { whatIfRoutes } from '../planning/what-if-routes.ts'
import { creditRoutes } from '../recognition/credit-routes.ts'
import { providerRoutes } from '../recognition/provider-routes.ts'
import { recognitionRoutes } from '../recognition/routes.ts'
import { mapRoutes } from '../skill/map-routes.ts'
import { ownMapRoutes } from '../skill/own-map-routes.ts'
import { skillRoutes } from '../skill/routes.ts'
import { endorsementRoutes } from '../trust/endorsement-routes.ts'
import { trustRoutes } from '../trust/routes.ts'
import { knowledgeRoutes } from '../verifying/knowledge-routes.ts'
import { verifyingRoutes } from '../verifying/routes.ts'
import { recogniseActors } from './actor.ts'
import { guardAnswers } from './guard-answers.ts'
import { insideHeader } from './inside.ts'
import { answerProblems, routeUnreadable } from './problem.ts'

const mebibyte = 1024 * 1024

/** The whole HTTP surface. `registerPages` is the built web workspace's door; without it only the API is served. */
export async function buildApp(
  ground: Ground,
  registerPages?: (app: FastifyInstance) => Promise<void>,
): Promise<FastifyInstance> {
  const logger: FastifyBaseLogger = ground.log
  const app = fastify({
    loggerInstance: logger,
    bodyLimit: 4 * mebibyte,
    trustProxy: 'loopback',
    rewriteUrl: routeUnreadable,
    // How long a part of an address may be is its route's to say; the router would refuse it in words of its own.
    routerOptions: { maxParamLength: 16_384 },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerProblems(app)
  guardAnswers(app, {
    contentSecurityPolicy: {
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'frame-ancestors': ["'none'"],
        'upgrade-insecure-requests': null,
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    hsts: ground.settings.baseUrl.startsWith('https:'),
  })
  await app.register(compress, { threshold: 1024 })
  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: 12 * mebibyte, files: 2, fields: 60, fieldSize: 2 * mebibyte } })
  app.decorate('insideKey', makeToken())
  // What a page asks of the API in process was counted when its own request came in.
  await app.register(limit, {
    max: ground.settings.requestsPerMinute,
    timeWindow: '1 minute',
    allowList: (request) => request.headers[insideHeader] === app.insideKey,
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Bricka',
        version: '1',
        description: 'Microcredentials: design, mandate, issue, hold, share, verify.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  })
  recogniseActors(app, ground)
  answerForFormerHouses(app, ground)
  serveAchievements(app, ground)
  // What the API answers belongs to whoever asked, unless a route says otherwise.
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })

  for (const routes of [
    personRoutes,
    loginRoutes,
    organisationRoutes,
    meritRoutes,
    trustRoutes,
    issuingRoutes,
    occasionRoutes,
    passportRoutes,
    shareRoutes,
    importRoutes,
    accountRoutes,
    verifyingRoutes,
    knowledgeRoutes,
    europassRoutes,
    badgePictureRoutes,
    badgeAppRoutes,
    badgeOauthRoutes,
    badgeApiRoutes,
    leaveRoutes,
    clrRoutes,
    offerRoutes,
    ltiRoutes,
    emrexRoutes,
    ltiConsoleRoutes,
    skillRoutes,
    mapRoutes,
    ownMapRoutes,
    recognitionRoutes,
    providerRoutes,
    creditRoutes,
    pathwayRoutes,
    levelRoutes,
    landscapeRoutes,
    studyRoutes,
    wholeRoutes,
    closingRoutes,
    surveyRoutes,
    needRoutes,
    planningRoutes,
    gapRoutes,
    (scope: FastifyInstance) => whatIfRoutes(scope, ground, listOffers),
    followUpRoutes,
    endorsementRoutes,
    walletRoutes,
    openidIssuerRoutes,
    presentationRoutes,
    openidVerifierRoutes,
    aimRoutes,
    guidanceRoutes,
    counselRoutes,
    endingRoutes,
    estateRoutes,
    demoRoutes,
  ])
    await app.register(async (scope) => routes(scope, ground))
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  if (registerPages) await registerPages(app)
  return app
}
