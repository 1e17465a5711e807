import type { FastifyInstance } from 'fastify'
import type { Ground } from '../ground.ts'

export function importRoutes(_instance: FastifyInstance, _ground: Ground): void {}
